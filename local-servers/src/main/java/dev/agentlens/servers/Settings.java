/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.servers;

import dev.agentlens.boot.connect.Database;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What decides which servers run where; everything else is read by the roles themselves.
 *
 * @param port of the API; PORT, 3000
 * @param dataDirectory AGENTLENS_DATA_DIR, {@code data}
 * @param kafka AGENTLENS_KAFKA_BOOTSTRAP; null: the embedded broker
 * @param database AGENTLENS_DATABASE_URL with _USER and _PASSWORD; null: the embedded server
 * @param flushEachAppend AGENTLENS_EMBEDDED_FSYNC: whether the embedded broker's acknowledgement outlives a power loss
 * @param https whether the API has a certificate, by one of SERVER_SSL_*
 */
public record Settings(
        int port,
        Path dataDirectory,
        @Nullable String kafka,
        @Nullable Database database,
        boolean flushEachAppend,
        boolean https) {

    private static final Integer DEFAULT_PORT = 3000;

    /** @throws StartException naming the variable that is wrong */
    public static Settings from(Variables variables) {
        String database = variables.text("AGENTLENS_DATABASE_URL");
        return new Settings(
                Objects.requireNonNullElse(variables.port("PORT"), DEFAULT_PORT),
                variables.directory("AGENTLENS_DATA_DIR", "data"),
                variables.text("AGENTLENS_KAFKA_BOOTSTRAP"),
                database == null
                        ? null
                        : Database.parse(
                                database,
                                variables.text("AGENTLENS_DATABASE_USER"),
                                variables.text("AGENTLENS_DATABASE_PASSWORD")),
                variables.flag("AGENTLENS_EMBEDDED_FSYNC"),
                Stream.of("SERVER_SSL_CERTIFICATE", "SERVER_SSL_KEY_STORE", "SERVER_SSL_BUNDLE")
                        .anyMatch(name -> variables.text(name) != null));
    }

    /** Of the API, for a browser on this machine. */
    public String url() {
        return url(port);
    }

    /** The same on another port. */
    public String url(int otherPort) {
        return (https ? "https" : "http") + "://localhost:" + otherPort;
    }
}
