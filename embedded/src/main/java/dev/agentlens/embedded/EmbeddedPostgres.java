/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.embedded;

import dev.agentlens.embedded.PostgresPrograms.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL server beside this JVM, on the loopback interface, with its data in a directory that survives
 * restarts. fsync is on. Its one user has a random password that is in the directory, readable by its owner alone.
 *
 * <p>Layout of the directory: {@code data/} (the cluster), {@code postgres-OS-ARCH/} (the programs), {@code password},
 * {@code server.log}.
 */
public final class EmbeddedPostgres implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final String USER = "agentlens";
    private static final String DATABASE = "agentlens";
    private static final int START_TIMEOUT_S = 30;
    private static final int STOP_TIMEOUT_S = 15;

    private final Path directory;
    private final PostgresPrograms programs;
    private final String password;
    private final int port;
    private final int maxConnections;

    private EmbeddedPostgres(Path directory, PostgresPrograms programs, String password, int port, int maxConnections) {
        this.directory = directory;
        this.programs = programs;
        this.password = password;
        this.port = port;
        this.maxConnections = maxConnections;
    }

    /**
     * @param directory of this server; made if it is new
     * @param binaries directory to unpack the programs into, where they are not there already
     * @param port to listen on if it is free; 0 for any
     * @param maxConnections at a time
     */
    public record Settings(Path directory, Path binaries, int port, int maxConnections) {}

    /**
     * A server that is not started yet, but whose address and password are known. One that an earlier, killed process left
     * behind on the same directory is stopped.
     *
     * @throws EmbeddedStartException if it cannot
     */
    public static EmbeddedPostgres prepare(Settings settings) {
        Path directory = settings.directory().toAbsolutePath();
        try {
            Files.createDirectories(directory);
            PostgresPrograms programs = PostgresPrograms.in(settings.binaries());
            stopOrphan(programs, directory);
            int port = FreePort.preferring(settings.port());
            return new EmbeddedPostgres(directory, programs, password(directory), port, settings.maxConnections());
        } catch (IOException e) {
            throw didNotStart(directory, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    /**
     * Returns when the server takes connections.
     *
     * @throws EmbeddedStartException if it cannot
     */
    public static EmbeddedPostgres start(Settings settings) {
        EmbeddedPostgres postgres = prepare(settings);
        postgres.start();
        return postgres;
    }

    /**
     * Returns when the server takes connections.
     *
     * @throws EmbeddedStartException if it cannot
     */
    public void start() {
        try {
            if (!Files.exists(directory.resolve("data/PG_VERSION"))) {
                initialize();
            }
            launch();
            createDatabase();
            log.info("Embedded PostgreSQL listens on 127.0.0.1:{}, data in {}", port, directory);
        } catch (IOException | SQLException e) {
            throw didNotStart(directory, e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    public String jdbcUrl() {
        return jdbcUrl(DATABASE);
    }

    /** Of another database of the same server. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    public String username() {
        return USER;
    }

    public String password() {
        return password;
    }

    public int port() {
        return port;
    }

    /** Disconnects its clients and returns when the server, if it was started, is gone. */
    @Override
    public void close() {
        if (!Files.exists(directory.resolve("data/postmaster.pid"))) {
            return;
        }
        try {
            if (!stop(programs, directory)) {
                log.error("The embedded PostgreSQL did not stop; see {}", directory.resolve("server.log"));
            }
        } catch (IOException e) {
            log.error("The embedded PostgreSQL could not be stopped", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static EmbeddedStartException didNotStart(Path directory, Exception cause) {
        return new EmbeddedStartException(
                "The embedded PostgreSQL did not start on " + directory + ": " + cause.getMessage(), cause);
    }

    private static EmbeddedStartException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new EmbeddedStartException("Interrupted while the embedded PostgreSQL was starting", cause);
    }

    private static String password(Path directory) throws IOException {
        Path file = directory.resolve("password");
        if (!Files.exists(file)) {
            byte[] random = new byte[24];
            new SecureRandom().nextBytes(random);
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(file, HexFormat.of().formatHex(random));
        }
        return Files.readString(file).strip();
    }

    private void initialize() throws IOException, InterruptedException {
        Path data = directory.resolve("data");
        // What a first start that was killed may have left.
        Files.createDirectories(data);
        programs.runAs().own(directory);
        Result result = programs.call(
                START_TIMEOUT_S,
                "initdb",
                List.of(
                        "--pgdata=" + data,
                        "--username=" + USER,
                        "--pwfile=" + directory.resolve("password"),
                        "--auth=scram-sha-256",
                        "--encoding=UTF8",
                        "--locale=C",
                        // With them, a page whose rows a read marks as committed goes to the WAL as a whole. Tables
                        // that a disk has damaged are rebuilt from the topic.
                        "--no-data-checksums",
                        // The password is 192 random bits, which one hash protects as well as 4,096 do; those take
                        // each connection of a JVM that has just started 25 ms and more.
                        "--set=scram_iterations=1"));
        if (result.exitCode() != 0) {
            throw new IOException("initdb said: " + result.lastLine());
        }
    }

    private static void stopOrphan(PostgresPrograms programs, Path directory) throws IOException, InterruptedException {
        OptionalLong pid = PostgresLock.holder(directory.resolve("data"));
        if (pid.isPresent()) {
            log.warn(
                    "A PostgreSQL left behind by a killed process (pid {}) holds {}; stopping it first",
                    pid.getAsLong(),
                    directory);
            if (!stop(programs, directory)) {
                throw new IOException("the PostgreSQL with pid " + pid.getAsLong()
                        + " left behind there does not stop; end it manually");
            }
        }
    }

    private void launch() throws IOException, InterruptedException {
        List<String> options = new ArrayList<>();
        options.add("-p " + port);
        for (String setting : List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "fsync=on",
                "full_page_writes=on",
                "max_connections=" + maxConnections,
                "shared_buffers=128MB",
                "wal_compression=off",
                // No replica follows this WAL.
                "wal_level=minimal",
                "max_wal_senders=0",
                "wal_init_zero=off",
                "max_wal_size=1GB",
                "checkpoint_timeout=10min",
                "jit=off",
                "log_min_messages=warning",
                "timezone=UTC")) {
            options.add("-c " + setting);
        }
        // pg_ctl gives the server a session of its own: Ctrl-C in the terminal reaches this JVM, and then, in order,
        // it.
        Result result = programs.call(
                START_TIMEOUT_S + 5,
                "pg_ctl",
                List.of(
                        "start",
                        "--pgdata=" + directory.resolve("data"),
                        "--wait",
                        "--timeout=" + START_TIMEOUT_S,
                        "--log=" + directory.resolve("server.log"),
                        "--options=" + String.join(" ", options)));
        if (result.exitCode() != 0) {
            throw new IOException(
                    "pg_ctl said: " + result.lastLine() + " (see " + directory.resolve("server.log") + ")");
        }
    }

    private static boolean stop(PostgresPrograms programs, Path directory) throws IOException, InterruptedException {
        return stop(programs, directory, "fast") || stop(programs, directory, "immediate");
    }

    private static boolean stop(PostgresPrograms programs, Path directory, String mode)
            throws IOException, InterruptedException {
        Result result = programs.call(
                STOP_TIMEOUT_S + 5,
                "pg_ctl",
                List.of(
                        "stop",
                        "--pgdata=" + directory.resolve("data"),
                        "--wait",
                        "--timeout=" + STOP_TIMEOUT_S,
                        "--mode=" + mode));
        return result.exitCode() == 0;
    }

    private void createDatabase() throws SQLException {
        try (Connection connection = DriverManager.getConnection(jdbcUrl("postgres"), USER, password);
                Statement statement = connection.createStatement()) {
            boolean exists = statement
                    .executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")
                    .next();
            if (!exists) {
                statement.execute("create database " + DATABASE);
            }
        }
    }
}
