/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.boot.connect;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/**
 * {@code ports.properties} in a data directory: where its embedded servers and its API listened last, on the loopback
 * interface.
 */
public final class PortsFile {

    /** Property of the embedded broker's port. */
    public static final String KAFKA = "kafka.port";

    /** Property of the embedded database's port. */
    public static final String POSTGRES = "postgres.port";

    /** Property of the API's port. */
    public static final String API = "api.port";

    private final Path path;
    private final Properties ports = new Properties();

    private PortsFile(Path path) {
        this.path = path;
    }

    /** Empty where the directory has none yet. */
    public static PortsFile in(Path dataDirectory) throws IOException {
        PortsFile file = new PortsFile(dataDirectory.resolve("ports.properties"));
        if (Files.exists(file.path)) {
            try (InputStream in = Files.newInputStream(file.path)) {
                file.ports.load(in);
            }
        }
        return file;
    }

    /** 0 where none is remembered. */
    public synchronized int port(String name) {
        String value = ports.getProperty(name, "0");
        return value.matches("\\d{1,5}") ? Integer.parseInt(value) : 0;
    }

    public synchronized void remember(String name, int port) throws IOException {
        ports.setProperty(name, Integer.toString(port));
        try (OutputStream out = Files.newOutputStream(path)) {
            ports.store(out, "Where the embedded servers and the API listen, on the loopback interface.");
        }
    }
}
