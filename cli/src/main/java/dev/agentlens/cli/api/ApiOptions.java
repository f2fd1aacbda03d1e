/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.api;

import dev.agentlens.boot.connect.AddressException;
import dev.agentlens.boot.connect.PortsFile;
import dev.agentlens.cli.terminal.Usage;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** Options of every command that reads over HTTP. */
public final class ApiOptions {

    private static final int DEFAULT_PORT = 3000;

    private final Map<String, String> environment;

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Address of the API (default: http://localhost with PORT, else the port of the data directory"
                    + " AGENTLENS_DATA_DIR, else 3000).")
    private @Nullable String url;

    @Option(
            names = "--api-key",
            paramLabel = "KEY",
            description =
                    "Key to send (default: the first of AGENTLENS_API_KEY). The variable keeps it out of the list of"
                            + " processes.")
    private @Nullable String apiKey;

    /** @param environment PORT, AGENTLENS_DATA_DIR, AGENTLENS_API_KEY */
    public ApiOptions(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The API that the options and the environment name. Nothing is sent yet. */
    public Api connect() {
        PrintWriter err = spec.commandLine().getErr();
        return new Api(address(), key(), Pauses.real(err));
    }

    private URI address() {
        if (url == null) {
            return URI.create("http://localhost:" + port());
        }
        Usage.require(
                spec,
                url.matches("https?://[^\\s/?#]+/?"),
                "--url must be an address such as http://localhost:3000, not '" + url + "'");
        return URI.create(url);
    }

    private int port() {
        String port = environment.getOrDefault("PORT", "");
        if (port.matches("\\d{1,5}")) {
            return Integer.parseInt(port);
        }
        Path directory = Path.of(environment.getOrDefault("AGENTLENS_DATA_DIR", "data"));
        try {
            int remembered = PortsFile.in(directory).port(PortsFile.API);
            return remembered == 0 ? DEFAULT_PORT : remembered;
        } catch (IOException e) {
            throw new AddressException("The data directory " + directory + " cannot be read: " + e.getMessage());
        }
    }

    private @Nullable String key() {
        String keys = apiKey == null ? environment.getOrDefault("AGENTLENS_API_KEY", "") : apiKey;
        return keys.isBlank() ? null : keys.split(",", 2)[0].strip();
    }
}
