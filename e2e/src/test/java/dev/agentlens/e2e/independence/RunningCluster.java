/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.independence;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.agentlens.e2e.cluster.Apps;
import dev.agentlens.e2e.cluster.Cli;
import dev.agentlens.e2e.cluster.Directories;
import dev.agentlens.e2e.cluster.Jvm;
import dev.agentlens.e2e.cluster.Ports;
import dev.agentlens.e2e.cluster.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code ./agentlens cluster}, as its launcher starts it behind an installed nginx. */
final class RunningCluster implements AutoCloseable {

    private static final String MAIN = "dev.agentlens.cluster.ClusterCommand";
    private static final Duration START_LIMIT = Duration.ofSeconds(240);

    private static @Nullable RunningCluster shared;

    private final Apps apps;
    private final Path directory;
    private final int port;
    private final Process process;
    private final Thread closeAtExit = new Thread(this::endAll);

    private RunningCluster(Apps apps, Path directory, int port, Process process) {
        this.apps = apps;
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /**
     * One for several tests, with two instances of each role. It is started for the first of them, and ends with this JVM at
     * the latest. Without an installed nginx the test is skipped.
     */
    static synchronized RunningCluster shared() throws IOException {
        if (shared == null || !shared.process.isAlive()) {
            Path target = Path.of(System.getProperty("agentlens.e2e.target"));
            shared = start(Apps.unpacked(target), target.resolve("cluster").toAbsolutePath());
        }
        return shared;
    }

    /** Returns when it is ready. */
    private static RunningCluster start(Apps apps, Path directory) throws IOException {
        assumeTrue(
                Stream.of("/usr/sbin/nginx", "/usr/local/bin/nginx", "/opt/homebrew/bin/nginx")
                        .anyMatch(program -> Files.isExecutable(Path.of(program))),
                "nginx is not installed here");
        Directories.delete(directory);
        Files.createDirectories(directory);
        int port = new Ports().take();
        Process process = command(apps, directory, List.of("--port", Integer.toString(port)))
                .redirectOutput(directory.resolve("terminal.log").toFile())
                .start();
        RunningCluster cluster = new RunningCluster(apps, directory, port, process);
        Runtime.getRuntime().addShutdownHook(cluster.closeAtExit);
        Waiting.until(
                "The cluster ready",
                START_LIMIT,
                () -> cluster.terminal().contains("The cluster is ready") || !process.isAlive(),
                cluster::terminal);
        if (!process.isAlive()) {
            throw new IllegalStateException("The cluster ended: " + cluster.terminal());
        }
        return cluster;
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** What a person sees. */
    String terminal() {
        try {
            return Files.readString(directory.resolve("terminal.log"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The exit code of {@code ./agentlens cluster restart}. */
    int restartRoles() throws IOException, InterruptedException {
        Process restart = command(apps, directory, List.of("restart"))
                .redirectOutput(directory.resolve("restart.log").toFile())
                .start();
        return restart.waitFor(10, TimeUnit.MINUTES) ? restart.exitValue() : -1;
    }

    /** kill -9 of one instance of a role. */
    void crash(String role) {
        ProcessHandle instance = roleProcesses(role).get(0);
        instance.destroyForcibly();
        instance.onExit().join();
    }

    List<ProcessHandle> roleProcesses(String role) {
        return process.descendants()
                .filter(child -> child.info().commandLine().orElse("").contains(role + ".jar"))
                .toList();
    }

    List<ProcessHandle> allProcesses() {
        return process.descendants().toList();
    }

    /** The exit code of {@code ./agentlens verify}. */
    int verify() {
        try (Cli cli =
                new Cli(apps, Map.of("AGENTLENS_DATA_DIR", directory.toString()), directory.resolve("verify.log"))) {
            return cli.run(Duration.ofMinutes(5), "verify");
        }
    }

    /** As Ctrl-C does. */
    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(90, TimeUnit.SECONDS)) {
            endAll();
        }
        Runtime.getRuntime().removeShutdownHook(closeAtExit);
    }

    /** With what it wrote to the terminal. */
    void deleteDirectory() {
        Directories.delete(directory);
    }

    private void endAll() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static ProcessBuilder command(Apps apps, Path directory, List<String> arguments) {
        List<String> rest =
                new ArrayList<>(List.of("-cp", apps.jar("local-cluster").toString(), MAIN));
        rest.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(Jvm.command(320, rest)).redirectErrorStream(true);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("AGENTLENS_"));
        builder.environment()
                .putAll(Map.of(
                        "AGENTLENS_DATA_DIR", directory.toString(),
                        // Quick to start rather than fast in the end, as in a campaign.
                        "AGENTLENS_JAVA_OPTS", "-XX:TieredStopAtLevel=1",
                        "AGENTLENS_ROLES_DIR", apps.directory().toString(),
                        "AGENTLENS_RATE_LIMIT_EVENTS", "0",
                        "AGENTLENS_RATE_LIMIT_SESSIONS", "0",
                        "AGENTLENS_RATE_LIMIT_ANALYTICS", "0"));
        return builder;
    }
}
