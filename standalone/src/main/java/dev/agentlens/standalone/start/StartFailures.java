/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone.start;

import dev.agentlens.embedded.EmbeddedStartException;
import java.nio.file.Path;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
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
                return "Port " + port.getPort() + " was taken by another program meanwhile; choose another with --port";
            }
            if (cause instanceof BindValidationException invalid) {
                return invalid(invalid);
            }
            if (cause instanceof BindException bind && bind.getCause() instanceof BindValidationException == false) {
                return "The setting " + bind.getName() + " (" + variable(bind.getName()) + ") cannot be read";
            }
            if (cause instanceof IllegalArgumentException
                    && String.valueOf(cause.getMessage()).startsWith("AGENTLENS_")) {
                return String.valueOf(cause.getMessage());
            }
        }
        return "AgentLens did not start; " + dataDirectory.resolve("logs/agentlens.log") + " says why";
    }

    private static String invalid(BindValidationException failure) {
        return failure.getValidationErrors().getAllErrors().stream()
                .map(error -> "The setting " + failure.getValidationErrors().getName() + ": "
                        + (error instanceof org.springframework.validation.FieldError field
                                ? field.getField() + " "
                                : "")
                        + error.getDefaultMessage())
                .findFirst()
                .orElse("A setting is invalid");
    }

    /** The environment variable that sets a property. */
    private static String variable(ConfigurationPropertyName name) {
        return name.toString().replace('.', '_').replace('-', '_').toUpperCase(java.util.Locale.ROOT);
    }
}
