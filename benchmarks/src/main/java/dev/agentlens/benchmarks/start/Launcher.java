/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.start;

import dev.agentlens.benchmarks.system.Command;
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

/** {@code ./agentlens}, as a person uses it. */
final class Launcher {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
    private static final long PAUSE_MS = 20;

    private final Path program;
    private final Path directory;
    private final Ports ports = new Ports();

    /** @param directory for its data and its log */
    Launcher(Path home, Path directory) {
        program = home.resolve("agentlens");
        this.directory = directory;
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot use " + directory, e);
        }
    }

    /** So that no start is delayed by it. */
    void build() {
        Command.run(List.of(program.toString(), "build"), javaHome(), directory.resolve("build.log"));
    }

    void forgetData() {
        Directories.delete(directory.resolve("data"));
    }

    /** Starts it, waits until it is ready, and stops it properly. Returns the seconds from its start to ready. */
    double upAndDown() {
        int managementPort = ports.take();
        Map<String, String> environment = new HashMap<>(javaHome());
        environment.put("PORT", Integer.toString(ports.take()));
        environment.put("AGENTLENS_MANAGEMENT_PORT", Integer.toString(managementPort));
        environment.put("AGENTLENS_DATA_DIR", directory.resolve("data").toString());
        ServerProcess process = new ServerProcess(
                "agentlens",
                List.of(program.toString(), "up"),
                environment,
                directory.resolve("agentlens.log"),
                () -> ReadinessProbe.isReady(managementPort));
        Thread stopAtExit = new Thread(() -> process.stop(STOP_LIMIT));
        Runtime.getRuntime().addShutdownHook(stopAtExit);
        try {
            long begun = System.nanoTime();
            process.start();
            while (!process.isReady()) {
                if (!process.isUp() || System.nanoTime() - begun > START_LIMIT.toNanos()) {
                    throw new IllegalStateException("./agentlens up did not get ready; see " + process.log());
                }
                Waiting.pause(PAUSE_MS);
            }
            return (System.nanoTime() - begun) / 1e9;
        } finally {
            process.stop(STOP_LIMIT);
            Runtime.getRuntime().removeShutdownHook(stopAtExit);
        }
    }

    private static Map<String, String> javaHome() {
        return Map.of("AGENTLENS_JAVA_HOME", System.getProperty("java.home"));
    }
}
