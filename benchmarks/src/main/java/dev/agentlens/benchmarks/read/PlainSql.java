/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.read;

import dev.agentlens.benchmarks.report.Latency;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/** The rows of a response on a plain connection, every column read as text: what the database takes without us. */
final class PlainSql implements AutoCloseable {

    private final Connection connection;
    private final List<Query> queries = new ArrayList<>();
    private final List<String> sessionIds;
    private final Random random = new Random(7);

    private record Query(PreparedStatement statement, boolean ofOneSession) {}

    /** @param sql statements, each with one parameter for a session's id or none */
    PlainSql(Connection connection, List<String> sql, List<String> sessionIds) throws SQLException {
        this.connection = connection;
        this.sessionIds = sessionIds;
        for (String query : sql) {
            queries.add(new Query(connection.prepareStatement(query), query.contains("?")));
        }
    }

    /** All statements once, at a fixed rate, for so long. */
    Latency run(double perSecond, Duration duration) throws SQLException {
        Histogram nanoseconds = new Histogram(3);
        if (queries.isEmpty()) {
            return Latency.of(nanoseconds);
        }
        long begin = System.nanoTime();
        long count = (long) (perSecond * duration.toNanos() / 1e9);
        for (long i = 0; i < count; i++) {
            long due = begin + (long) (i * 1e9 / perSecond);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            long started = System.nanoTime();
            once();
            nanoseconds.recordValue(System.nanoTime() - started);
        }
        return Latency.of(nanoseconds);
    }

    private void once() throws SQLException {
        String sessionId = sessionIds.get(random.nextInt(sessionIds.size()));
        for (Query query : queries) {
            if (query.ofOneSession()) {
                query.statement().setString(1, sessionId);
            }
            try (ResultSet rows = query.statement().executeQuery()) {
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    for (int column = 1; column <= columns; column++) {
                        rows.getString(column);
                    }
                }
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
