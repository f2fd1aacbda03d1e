/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The operator's command line tool of this build, run as an operator runs it: in a process of its own. */
public final class Cli implements AutoCloseable {

    private static final String MAIN = "dev.agentlens.cli.AgentLensCli";

    private static final Duration HELP_LIMIT = Duration.ofSeconds(60);

    private final Apps apps;
    private final Map<String, String> environment;
    private final Path log;
    private final Set<Process> running = ConcurrentHashMap.newKeySet();
    private final Thread closeAtExit = new Thread(this::endAll);

    /** @param environment with the addresses of Kafka and PostgreSQL */
    public Cli(Apps apps, Map<String, String> environment, Path log) {
        this.apps = apps;
        this.environment = environment;
        this.log = log;
        Runtime.getRuntime().addShutdownHook(closeAtExit);
    }

    /** Whether this build's tool knows the command; where it does, the command must work. */
    public boolean knows(String command) {
        return apps.haveCli() && run(HELP_LIMIT, command, "--help") == 0;
    }

    /** Where its output goes. */
    public Path log() {
        return log;
    }

    /** @return its exit code; -1 if it did not end within {@code limit} and was killed */
    public int run(Duration limit, String... arguments) {
        List<String> rest =
                new ArrayList<>(List.of("-cp", apps.jar("standalone").toString(), MAIN));
        rest.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(Jvm.command(384, rest))
                .directory(
                        Objects.requireNonNull(log.toAbsolutePath().getParent()).toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            running.add(process);
            try {
                if (process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    return process.exitValue();
                }
                return -1;
            } finally {
                process.destroyForcibly();
                running.remove(process);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot run " + MAIN, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }

    @Override
    public void close() {
        endAll();
        Runtime.getRuntime().removeShutdownHook(closeAtExit);
    }

    private void endAll() {
        running.forEach(Process::destroyForcibly);
    }
}
