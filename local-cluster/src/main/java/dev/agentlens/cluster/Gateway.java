/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cluster;

import dev.agentlens.servers.StartException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** An installed nginx, with the configuration that docker-compose.yml gives to its gateway. */
final class Gateway implements AutoCloseable {

    private static final Duration LONGEST_START = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Instance nginx;
    private final Path temporary;

    private Gateway(Instance nginx, Path temporary) {
        this.nginx = nginx;
        this.temporary = temporary;
    }

    /** The program: AGENTLENS_NGINX, else what is found on the path and where systems keep their servers. */
    static Optional<Path> installed(Map<String, String> environment) {
        String named = environment.getOrDefault("AGENTLENS_NGINX", "").strip();
        if (!named.isEmpty()) {
            return Optional.of(Path.of(named));
        }
        Stream<String> directories = Stream.concat(
                Stream.of(environment.getOrDefault("PATH", "").split(":")),
                Stream.of("/usr/sbin", "/usr/local/sbin", "/usr/local/bin", "/opt/homebrew/bin"));
        return directories
                .filter(directory -> !directory.isBlank())
                .map(directory -> Path.of(directory, "nginx"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * Returns when it responds.
     *
     * @param program of nginx
     * @param directory for its configuration
     * @param ingest {@code HOST:PORT} of each ingest-api
     * @param query {@code HOST:PORT} of each query-api
     * @throws StartException if it does not
     */
    static Gateway start(
            Path program,
            Path directory,
            Path log,
            int port,
            List<String> ingest,
            List<String> query,
            Map<String, String> environment,
            ProcessList processes,
            PrintStream out) {
        try {
            // Its workers, which may have another user, must get there.
            Path temporary = Files.createTempDirectory(
                    "agentlens-gateway",
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
            configure(directory, temporary, port, ingest, query);
            List<String> command = List.of(
                    program.toString(),
                    "-p",
                    directory + "/",
                    "-c",
                    directory.resolve("nginx.conf").toString(),
                    "-g",
                    "daemon off; pid \"" + directory.resolve("nginx.pid") + "\";");
            URI probe = URI.create("http://127.0.0.1:" + port + "/health");
            Gateway gateway = new Gateway(
                    Instance.start(new Program("gateway", command, environment, log, probe), processes, out),
                    temporary);
            gateway.awaitReady();
            return gateway;
        } catch (IOException e) {
            throw new StartException("nginx cannot be started: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("Interrupted while nginx was starting");
        }
    }

    @Override
    public void close() throws InterruptedException, IOException {
        nginx.close();
        FileSystemUtils.deleteRecursively(temporary);
    }

    private void awaitReady() throws InterruptedException, IOException {
        Readiness readiness = new Readiness();
        long deadline = System.nanoTime() + LONGEST_START.toNanos();
        while (!readiness.of(nginx.program().ready())) {
            if (System.nanoTime() > deadline) {
                close();
                throw new StartException(
                        "nginx does not serve; " + nginx.program().log() + " says why");
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    private static void configure(Path directory, Path temporary, int port, List<String> ingest, List<String> query)
            throws IOException {
        Files.createDirectories(directory);
        try (InputStream shipped = Gateway.class.getResourceAsStream("/gateway/nginx.conf")) {
            if (shipped == null) {
                throw new IllegalStateException("This build has no gateway/nginx.conf");
            }
            Files.copy(shipped, directory.resolve("nginx.conf"), StandardCopyOption.REPLACE_EXISTING);
        }
        Files.writeString(directory.resolve("listen.conf"), "listen " + port + ";\n");
        Files.writeString(
                directory.resolve("instances.conf"),
                temporaryPaths(temporary) + upstream("ingest", ingest) + upstream("query", query));
    }

    private static String temporaryPaths(Path temporary) {
        return Stream.of("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
                .map(what -> what + "_temp_path \"" + temporary.resolve(what) + "\";\n")
                .collect(Collectors.joining());
    }

    /** One that failed is tried again with the next request: it may be back by then. */
    private static String upstream(String name, List<String> addresses) {
        String servers = addresses.stream()
                .map(address -> "    server " + address + " max_fails=0;\n")
                .collect(Collectors.joining());
        return "upstream " + name + " {\n" + servers + "}\nmap $server_port $" + name + " {\n    default http://" + name
                + ";\n}\n";
    }
}
