/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone.start;

import dev.agentlens.cli.connect.Database;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What decides which parts run where; everything else is read by the roles themselves.
 *
 * @param port of the API; PORT, 3000
 * @param managementPort of probes and metrics; AGENTLENS_MANAGEMENT_PORT, null: chosen beside the API's
 * @param otlpPort the second port of the API; AGENTLENS_OTLP_PORT, 0: none, null: 4318 if that is free
 * @param dataDirectory AGENTLENS_DATA_DIR, {@code data}
 * @param kafka AGENTLENS_KAFKA_BOOTSTRAP; null: the embedded broker
 * @param database AGENTLENS_DATABASE_URL with _USER and _PASSWORD; null: the embedded server
 * @param flushEachAppend AGENTLENS_EMBEDDED_FSYNC: whether the embedded broker's acknowledgement outlives a power loss
 * @param keyNeeded whether AGENTLENS_API_KEY or AGENTLENS_API_KEYS has one
 * @param https whether the API has a certificate, by one of SERVER_SSL_*
 */
public record Settings(
        int port,
        @Nullable Integer managementPort,
        @Nullable Integer otlpPort,
        Path dataDirectory,
        @Nullable String kafka,
        @Nullable Database database,
        boolean flushEachAppend,
        boolean keyNeeded,
        boolean https) {

    private static final String OTLP_PORT = "AGENTLENS_OTLP_PORT";
    private static final int MAX_PORT = 65_535;

    /** @throws StartException naming the variable that is wrong */
    public static Settings from(Map<String, String> environment) {
        String database = text(environment, "AGENTLENS_DATABASE_URL");
        return new Settings(
                port(environment, "PORT", 3000),
                text(environment, "AGENTLENS_MANAGEMENT_PORT") == null
                        ? null
                        : port(environment, "AGENTLENS_MANAGEMENT_PORT", 0),
                otlpPort(environment),
                path(environment),
                text(environment, "AGENTLENS_KAFKA_BOOTSTRAP"),
                database == null
                        ? null
                        : Database.parse(
                                database,
                                text(environment, "AGENTLENS_DATABASE_USER"),
                                text(environment, "AGENTLENS_DATABASE_PASSWORD")),
                flag(environment, "AGENTLENS_EMBEDDED_FSYNC"),
                Stream.of("AGENTLENS_API_KEY", "AGENTLENS_API_KEYS").anyMatch(name -> hasElement(environment, name)),
                Stream.of("SERVER_SSL_CERTIFICATE", "SERVER_SSL_KEY_STORE", "SERVER_SSL_BUNDLE")
                        .anyMatch(name -> text(environment, name) != null));
    }

    /** Of the API, for a browser on this machine. */
    public String url() {
        return url(port);
    }

    /** The same on another port. */
    String url(int otherPort) {
        return (https ? "https" : "http") + "://localhost:" + otherPort;
    }

    private static boolean hasElement(Map<String, String> environment, String name) {
        String list = text(environment, name);
        return list != null && !list.replace(",", "").isBlank();
    }

    private static @Nullable Integer otlpPort(Map<String, String> environment) {
        String value = text(environment, OTLP_PORT);
        if (value == null) {
            return null;
        }
        return value.equals("0") ? Integer.valueOf(0) : Integer.valueOf(port(environment, OTLP_PORT, 0));
    }

    private static int port(Map<String, String> environment, String name, int fallback) {
        String value = text(environment, name);
        if (value == null) {
            return fallback;
        }
        if (!value.matches("\\d{1,5}") || Integer.parseInt(value) < 1 || Integer.parseInt(value) > MAX_PORT) {
            throw new StartException(name + " must be a port from 1 to 65535, not '" + value + "'");
        }
        return Integer.parseInt(value);
    }

    private static Path path(Map<String, String> environment) {
        String value = text(environment, "AGENTLENS_DATA_DIR");
        try {
            return Path.of(value == null ? "data" : value).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new StartException("AGENTLENS_DATA_DIR must be a directory, not '" + value + "'");
        }
    }

    private static boolean flag(Map<String, String> environment, String name) {
        String value = text(environment, name);
        if (value == null || value.equalsIgnoreCase("false")) {
            return false;
        }
        if (value.equalsIgnoreCase("true")) {
            return true;
        }
        throw new StartException(name + " must be true or false, not '" + value + "'");
    }

    private static @Nullable String text(Map<String, String> environment, String name) {
        String value = environment.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
