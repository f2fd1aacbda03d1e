/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.freshness;

import dev.agentlens.e2e.cluster.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Times how long acknowledged batches take to be visible: asks the database again and again how far the tables are, as a
 * reader who waits for his own write would. A batch counts as visible when a response said so, not when the question was
 * asked.
 */
final class Visibility implements AutoCloseable {

    private static final long PAUSE_NS = 1_000_000;

    private final Connection connection;
    private final Queue<Acknowledged> waiting = new ConcurrentLinkedQueue<>();
    private final Histogram nanoseconds = new Histogram(3);
    private final Thread thread = new Thread(this::watch, "visibility");
    private volatile boolean closed;

    private record Acknowledged(Map<Integer, Long> nextOffsets, long at) {}

    Visibility(Database database) {
        try {
            connection = database.connect();
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL does not take a connection", e);
        }
        thread.start();
    }

    /** A batch was acknowledged just now. */
    void acknowledged(Map<Integer, Long> nextOffsets) {
        waiting.add(new Acknowledged(nextOffsets, System.nanoTime()));
    }

    /** Whether everything that was acknowledged is visible. */
    boolean isAllVisible() {
        return waiting.isEmpty();
    }

    /** Forgets what was timed so far, and counts from here on. */
    synchronized void reset() {
        nanoseconds.reset();
    }

    synchronized Histogram nanoseconds() {
        return nanoseconds.copy();
    }

    private void watch() {
        try (PreparedStatement statement =
                connection.prepareStatement("select log_partition, next_offset from agentlens.projection_offsets")) {
            long[] tables = new long[0];
            while (!closed) {
                LockSupport.parkNanos(PAUSE_NS);
                tables = offsets(statement, tables);
                take(tables, System.nanoTime());
            }
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL did not say how far the tables are", e);
        }
    }

    private static long[] offsets(PreparedStatement statement, long[] before) throws SQLException {
        long[] offsets = before;
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                int partition = rows.getInt(1);
                if (partition >= offsets.length) {
                    offsets = Arrays.copyOf(offsets, partition + 1);
                }
                offsets[partition] = rows.getLong(2);
            }
        }
        return offsets;
    }

    private synchronized void take(long[] tables, long now) {
        for (Iterator<Acknowledged> all = waiting.iterator(); all.hasNext(); ) {
            Acknowledged batch = all.next();
            boolean visible = batch.nextOffsets().entrySet().stream()
                    .allMatch(end -> end.getKey() < tables.length && tables[end.getKey()] >= end.getValue());
            if (visible) {
                // It may have been acknowledged while the response was under way.
                nanoseconds.recordValue(Math.max(0, now - batch.at()));
                all.remove();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
            connection.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (SQLException e) {
            throw new IllegalStateException("The connection does not close", e);
        }
    }
}
