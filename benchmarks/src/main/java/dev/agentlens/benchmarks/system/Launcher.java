/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.system;

import dev.agentlens.e2e.cluster.Directories;
import dev.agentlens.e2e.cluster.Ports;
import dev.agentlens.e2e.cluster.ReadinessProbe;
import dev.agentlens.e2e.cluster.ServerProcess;
import dev.agentlens.e2e.cluster.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code ./agentlens}, as a user runs it. */
public final class Launcher {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final long PAUSE_MS = 20;

    private final Path program;
    private final Path directory;
    private final Ports ports = new Ports();
    private final Map<String, String> environment = new HashMap<>();

    /**
     * @param home the directory that {@code ./agentlens} is in
     * @param directory for its data and its log
     * @param app an unpacked build to run; null for the one that it makes
     */
    public Launcher(Path home, Path directory, @Nullable Path app) {
        program = home.resolve("agentlens");
        environment.put("AGENTLENS_JAVA_HOME", System.getProperty("java.home"));
        if (app != null) {
            environment.put("AGENTLENS_APP_DIR", app.toAbsolutePath().toString());
        }
        this.directory = directory;
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot use " + directory, e);
        }
    }

    /** Builds and prepares, so that neither delays a start. */
    public void build() {
        Command.run(List.of(program.toString(), "build"), environment, directory.resolve("build.log"));
    }

    public void deleteData() {
        Directories.delete(directory.resolve("data"));
    }

    /**
     * An {@code ./agentlens up}; stopped by SIGTERM.
     *
     * @param port of the API
     * @param startedIn from its start to ready
     */
    public record Running(ServerProcess process, int port, Duration startedIn) implements AutoCloseable {

        @Override
        public void close() {
            process.stop(STOP_LIMIT);
        }
    }

    /**
     * Starts it; ready when this returns.
     *
     * @param further variables of its environment
     */
    public Running up(Map<String, String> further) {
        int port = ports.take();
        int managementPort = ports.take();
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(further);
        all.put("PORT", Integer.toString(port));
        all.put("AGENTLENS_MANAGEMENT_PORT", Integer.toString(managementPort));
        all.put("AGENTLENS_DATA_DIR", directory.resolve("data").toString());
        ServerProcess process = new ServerProcess(
                "agentlens",
                List.of(program.toString(), "up"),
                all,
                directory.resolve("agentlens.log"),
                () -> ReadinessProbe.isReady(managementPort));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> process.stop(STOP_LIMIT)));
        long begun = System.nanoTime();
        process.start();
        while (!process.isReady()) {
            if (!process.isUp() || System.nanoTime() - begun > START_LIMIT.toNanos()) {
                process.stop(STOP_LIMIT);
                throw new IllegalStateException("./agentlens up is not ready; see " + process.log());
            }
            Waiting.pause(PAUSE_MS);
        }
        return new Running(process, port, Duration.ofNanos(System.nanoTime() - begun));
    }
}
