/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.cluster;

import dev.agentlens.embedded.EmbeddedPostgres;
import dev.agentlens.embedded.EmbeddedStartException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** PostgreSQL; to kill it means all its processes at once, so that what it had not written is lost. */
public final class Database implements Node {

    private static final int MAX_CONNECTIONS = 150;
    private static final Duration START_LIMIT = Duration.ofSeconds(90);

    private final Path directory;
    private final Path binaries;
    private final int port;
    private @Nullable EmbeddedPostgres server;
    private volatile boolean wanted;
    private boolean retired;

    /** @param binaries directory that PostgreSQL's programs are unpacked into, or are in already */
    public Database(Path directory, Path binaries, int port) {
        this.directory = directory;
        this.binaries = binaries;
        this.port = port;
    }

    @Override
    public String name() {
        return "postgres";
    }

    @Override
    public Path log() {
        return directory.resolve("server.log");
    }

    /** Past all proxies, with the tables' schema in the search path. */
    public Connection connect() throws SQLException {
        EmbeddedPostgres running = server;
        if (running == null) {
            throw new SQLException("PostgreSQL was never started");
        }
        Properties properties = new Properties();
        properties.setProperty("user", running.username());
        properties.setProperty("password", running.password());
        properties.setProperty("currentSchema", "agentlens,public");
        properties.setProperty("connectTimeout", "5");
        properties.setProperty("socketTimeout", "60");
        return DriverManager.getConnection(running.jdbcUrl(), properties);
    }

    public int port() {
        return port;
    }

    public String username() {
        return running().username();
    }

    public String password() {
        return running().password();
    }

    private synchronized EmbeddedPostgres running() {
        if (server == null) {
            throw new IllegalStateException("PostgreSQL was never started");
        }
        return server;
    }

    @Override
    public synchronized void start() {
        if (retired) {
            return;
        }
        long giveUp = System.nanoTime() + START_LIMIT.toNanos();
        while (true) {
            try {
                server = EmbeddedPostgres.start(
                        new EmbeddedPostgres.Settings(directory, binaries, port, MAX_CONNECTIONS));
                wanted = true;
                break;
            } catch (EmbeddedStartException e) {
                // After kill -9 its shared memory may be in use for a moment.
                if (System.nanoTime() > giveUp) {
                    throw e;
                }
                pause();
            }
        }
        if (server.port() != port) {
            throw new IllegalStateException("PostgreSQL came back on port " + server.port() + " instead of " + port);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while PostgreSQL was starting", e);
        }
    }

    @Override
    public synchronized void kill() {
        wanted = false;
        List<ProcessHandle> processes = processes();
        Signals.send("KILL", processes.stream().map(ProcessHandle::pid).toList());
        processes.forEach(process -> process.onExit().join());
    }

    @Override
    public synchronized boolean stop(Duration limit) {
        wanted = false;
        if (server != null) {
            server.close();
        }
        boolean stopped = processes().isEmpty();
        if (!stopped) {
            kill();
        }
        return stopped;
    }

    @Override
    public synchronized void freeze() {
        Signals.send("STOP", processes().stream().map(ProcessHandle::pid).toList());
    }

    @Override
    public synchronized void thaw() {
        Signals.send("CONT", processes().stream().map(ProcessHandle::pid).toList());
    }

    /** The postmaster and its children, the postmaster first. */
    private List<ProcessHandle> processes() {
        Path pidFile = directory.resolve("data/postmaster.pid");
        try {
            if (!Files.exists(pidFile)) {
                return List.of();
            }
            long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
            List<ProcessHandle> processes = new ArrayList<>();
            ProcessHandle.of(pid)
                    .filter(process -> process.info().command().orElse("").endsWith("/postgres"))
                    .ifPresent(postmaster -> {
                        processes.add(postmaster);
                        postmaster.descendants().forEach(processes::add);
                    });
            return processes;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + pidFile, e);
        }
    }

    /** Properly, so that no shared memory stays behind. */
    @Override
    public synchronized void retire() {
        retired = true;
        thaw();
        stop(Duration.ofSeconds(20));
    }

    @Override
    public boolean isReady() {
        try (Connection connection = connect()) {
            return connection.isValid(2);
        } catch (SQLException e) {
            return false;
        }
    }

    @Override
    public boolean isUp() {
        return wanted;
    }

    @Override
    public Optional<String> unexpectedEnd() {
        return Optional.empty();
    }

    @Override
    public String toString() {
        return name();
    }
}
