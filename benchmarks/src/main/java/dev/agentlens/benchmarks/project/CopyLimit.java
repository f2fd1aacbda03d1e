/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.project;

import dev.agentlens.benchmarks.system.Sql;
import dev.agentlens.e2e.cluster.Database;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * What PostgreSQL takes at best: COPY of the rows that the projector wrote, in batches of the same size, each in key order
 * and with a commit of its own that does not wait for the disk, into a table with the same columns and indexes.
 */
final class CopyLimit {

    /** How rows travel. */
    enum Format {
        TEXT,
        BINARY
    }

    private static final int BATCH = 2_000;

    private final Database database;
    private final Path directory;
    private final String columns;
    private final int batches;
    private final List<Long> textEnds = new ArrayList<>();
    private final List<Long> binaryEnds = new ArrayList<>();

    /** Takes the rows that are in the live tables now. */
    CopyLimit(Database database, Path directory) {
        this.database = database;
        this.directory = directory;
        columns = Sql.text(database, """
                select string_agg(quote_ident(column_name), ', ' order by ordinal_position)
                from information_schema.columns
                where table_schema = 'agentlens' and table_name = 'events' and is_generated = 'NEVER'
                """);
        Sql.run(
                database,
                "drop schema if exists copy_limit cascade",
                "create schema copy_limit",
                "create table copy_limit.events (like agentlens.events including all)",
                """
                create unlogged table copy_limit.source as
                select *, (row_number() over (order by log_offset, log_partition) - 1) / %d as batch
                from agentlens.events
                """.formatted(BATCH),
                "create index on copy_limit.source (batch)");
        batches = Integer.parseInt(Sql.text(database, "select max(batch) + 1 from copy_limit.source"));
        for (Format format : Format.values()) {
            store(format);
        }
        Sql.run(database, "drop table copy_limit.source");
    }

    /**
     * Rows a second over all batches but the first {@code warmUp} rows.
     *
     * @param connections that share the batches
     */
    double measure(Format format, int connections, long warmUp) {
        Sql.run(database, "truncate copy_limit.events", "checkpoint");
        int warmUpBatches = (int) (warmUp / BATCH);
        copy(format, connections, 0, warmUpBatches);
        long begun = System.nanoTime();
        copy(format, connections, warmUpBatches, batches);
        double seconds = (System.nanoTime() - begun) / 1e9;
        long rows = Long.parseLong(Sql.text(database, "select count(*) from copy_limit.events"));
        Sql.run(database, "truncate copy_limit.events");
        return (rows - (long) warmUpBatches * BATCH) / seconds;
    }

    private void copy(Format format, int connections, int from, int to) {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            CompletableFuture.allOf(IntStream.range(0, connections)
                            .mapToObj(n -> CompletableFuture.runAsync(
                                    () -> copyEvery(connections, format, from + n, to), threads))
                            .toArray(CompletableFuture[]::new))
                    .join();
        } finally {
            threads.shutdown();
        }
    }

    private void copyEvery(int step, Format format, int from, int to) {
        try (Connection connection = Sql.open(database);
                FileChannel file = FileChannel.open(file(format), StandardOpenOption.READ)) {
            connection.createStatement().execute("set synchronous_commit = off");
            connection.setAutoCommit(false);
            List<Long> ends = ends(format);
            for (int batch = from; batch < to; batch += step) {
                byte[] rows = read(file, batch == 0 ? 0 : ends.get(batch - 1), ends.get(batch));
                CopyIn copy = connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("copy copy_limit.events (" + columns + ") from stdin (format " + format + ")");
                copy.writeToCopy(rows, 0, rows.length);
                copy.endCopy();
                connection.commit();
            }
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("COPY failed", e);
        }
    }

    /** Where each batch ends in the format's file. */
    private List<Long> ends(Format format) {
        return format == Format.TEXT ? textEnds : binaryEnds;
    }

    private Path file(Format format) {
        return directory.resolve("rows." + format.name().toLowerCase(Locale.ROOT));
    }

    private void store(Format format) {
        try (Connection connection = Sql.open(database);
                FileChannel file = FileChannel.open(
                        file(format),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            var out = Channels.newOutputStream(file);
            for (int batch = 0; batch < batches; batch++) {
                connection.unwrap(PGConnection.class).getCopyAPI().copyOut("""
                                copy (select %s from copy_limit.source where batch = %d order by session_id, event_id)
                                to stdout (format %s)
                                """.formatted(columns, batch, format), out);
                ends(format).add(file.position());
            }
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("The rows could not be read", e);
        }
    }

    private static byte[] read(FileChannel file, long from, long to) {
        ByteBuffer bytes = ByteBuffer.allocate((int) (to - from));
        try {
            while (bytes.hasRemaining() && file.read(bytes, from + bytes.position()) >= 0) {
                // On.
            }
            return bytes.array();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read rows", e);
        }
    }
}
