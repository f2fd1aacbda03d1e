/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone.start;

import dev.agentlens.boot.WrongSetting;
import dev.agentlens.embedded.EmbeddedStartException;
import dev.agentlens.servers.StartException;
import java.nio.file.Path;
import org.springframework.boot.web.server.PortInUseException;

/** Why the roles did not start, for a person. */
final class StartFailures {

    private StartFailures() {}

    static String inOneLine(Throwable failure, Path dataDirectory) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof EmbeddedStartException || cause instanceof StartException) {
                return String.valueOf(cause.getMessage());
            }
            if (cause instanceof PortInUseException port) {
                return "Port " + port.getPort() + " was taken by another program meanwhile; choose another with --port,"
                        + " AGENTLENS_OTLP_PORT or AGENTLENS_MANAGEMENT_PORT";
            }
        }
        return WrongSetting.in(failure)
                .orElse("AgentLens did not start; " + dataDirectory.resolve("logs/agentlens.log") + " says why");
    }
}
