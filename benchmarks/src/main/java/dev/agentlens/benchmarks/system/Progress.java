/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.system;

import dev.agentlens.e2e.cluster.Database;
import dev.agentlens.e2e.cluster.Waiting;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Watches read tables fill, by the offsets that are committed with their rows. */
public final class Progress {

    private static final long PAUSE_MS = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String RECORDS = "select coalesce(sum(next_offset), 0) from %s.projection_offsets";

    private Progress() {}

    /**
     * Records a second from the first commit at or after {@code from} records to that of {@code to}. Tables that are not
     * there yet have none.
     */
    public static CompletableFuture<Double> rate(Database database, String schema, long from, long to) {
        return CompletableFuture.supplyAsync(() -> watch(database, schema, from, to), task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            thread.start();
        });
    }

    /** Returns when that many records are in the live tables. */
    public static void await(Database database, long records) {
        rate(database, "agentlens", 0, records).join();
    }

    private static double watch(Database database, String schema, long from, long to) {
        try (Connection connection = database.connect()) {
            long begun = 0;
            long countThen = -1;
            long last = 0;
            long moved = System.nanoTime();
            while (true) {
                long count = records(connection, schema);
                long now = System.nanoTime();
                if (countThen < 0 && count >= from && count > 0) {
                    begun = now;
                    countThen = count;
                }
                if (count >= to) {
                    return (count - countThen) / ((now - begun) / 1e9);
                }
                if (count != last) {
                    last = count;
                    moved = now;
                }
                if (now - moved > PATIENCE.toNanos()) {
                    throw new IllegalStateException("The tables have been at " + count + " of " + to + " records for "
                            + PATIENCE.toSeconds() + " s");
                }
                Waiting.pause(PAUSE_MS);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL did not say how far the tables are", e);
        }
    }

    private static long records(Connection connection, String schema) throws SQLException {
        try (PreparedStatement exists =
                connection.prepareStatement("select to_regclass('" + schema + ".projection_offsets') is not null")) {
            if (!one(exists).equals("t")) {
                return 0;
            }
        }
        try (PreparedStatement sum = connection.prepareStatement(RECORDS.formatted(schema))) {
            return Long.parseLong(one(sum));
        }
    }

    private static String one(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getString(1);
        }
    }
}
