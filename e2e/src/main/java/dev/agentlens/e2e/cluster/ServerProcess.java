/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A role or the broker: a JVM of its own, with one log file over all its lives. */
public final class ServerProcess implements Node {

    private final String name;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private final BooleanSupplier ready;

    private @Nullable Process process;
    private volatile boolean wanted;
    private boolean retired;
    private volatile @Nullable String unexpectedEnd;

    /**
     * @param environment beside that of this process; variables of AgentLens are not inherited
     * @param ready checks whether it serves
     */
    public ServerProcess(
            String name, List<String> command, Map<String, String> environment, Path log, BooleanSupplier ready) {
        this.name = name;
        this.command = command;
        this.environment = environment;
        this.log = log;
        this.ready = ready;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Path log() {
        return log;
    }

    @Override
    public synchronized void start() {
        if (retired) {
            return;
        }
        if (process != null && process.isAlive()) {
            throw new IllegalStateException(name + " runs already");
        }
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().keySet().removeIf(variable -> variable.startsWith("AGENTLENS_"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().putAll(environment);
        try {
            Process started = builder.start();
            process = started;
            wanted = true;
            started.onExit().thenAccept(this::ended);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + name, e);
        }
    }

    /** Of the process that was started last. */
    public synchronized long pid() {
        if (process == null) {
            throw new IllegalStateException(name + " was never started");
        }
        return process.pid();
    }

    private synchronized void ended(Process which) {
        if (wanted && which == process) {
            wanted = false;
            unexpectedEnd = name + " ended by itself with exit code " + which.exitValue();
        }
    }

    @Override
    public synchronized void kill() {
        wanted = false;
        if (process != null) {
            process.destroyForcibly();
            awaitEnd(Duration.ofSeconds(20));
        }
    }

    @Override
    public synchronized boolean stop(Duration limit) {
        wanted = false;
        if (process == null || !process.isAlive()) {
            return true;
        }
        process.destroy();
        if (awaitEnd(limit)) {
            return true;
        }
        process.destroyForcibly();
        awaitEnd(Duration.ofSeconds(20));
        return false;
    }

    private boolean awaitEnd(Duration limit) {
        try {
            return process == null || process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public synchronized void freeze() {
        signal("STOP");
    }

    @Override
    public synchronized void thaw() {
        signal("CONT");
    }

    private void signal(String signal) {
        if (process != null && process.isAlive()) {
            Signals.send(signal, List.of(process.pid()));
        }
    }

    @Override
    public synchronized void retire() {
        retired = true;
        kill();
    }

    @Override
    public boolean isReady() {
        return isUp() && ready.getAsBoolean();
    }

    @Override
    public boolean isUp() {
        return wanted;
    }

    @Override
    public Optional<String> unexpectedEnd() {
        return Optional.ofNullable(unexpectedEnd);
    }

    @Override
    public String toString() {
        return name;
    }
}
