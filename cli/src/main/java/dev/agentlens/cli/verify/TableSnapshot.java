/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import dev.agentlens.cli.CommandFailedException;
import dev.agentlens.common.event.EventIdentity;
import dev.agentlens.common.event.EventTopic;
import dev.agentlens.readmodel.fold.SessionErasure;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The read tables as they stand at one moment: one read-only transaction, rows by server-side cursor in key order. */
final class TableSnapshot implements AutoCloseable {

    private static final int FETCH_SIZE = 1_000;
    private static final String UNDEFINED_TABLE = "42P01";

    private final Connection connection;
    private final String schema;

    private TableSnapshot(Connection connection, String schema) {
        this.connection = connection;
        this.schema = schema;
    }

    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /** @param dataSource whose names are resolved in {@code schema} */
    static TableSnapshot of(DataSource dataSource, String schema) {
        try {
            Connection connection = dataSource.getConnection();
            connection.setAutoCommit(false);
            connection.setReadOnly(true);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            TableSnapshot snapshot = new TableSnapshot(connection, schema);
            try (Statement statement = connection.createStatement()) {
                // The log is read within the transaction, which may take hours.
                statement.execute("set local idle_in_transaction_session_timeout = 0");
                statement.execute("set local statement_timeout = 0");
            }
            return snapshot;
        } catch (SQLException e) {
            throw new CommandFailedException("PostgreSQL does not answer: " + e.getMessage() + "; is it running?", e);
        }
    }

    /** Kafka's id of the topic that the tables are a fold of; null where nothing was projected yet. */
    @Nullable
    String sourceId() {
        try (PreparedStatement statement =
                connection.prepareStatement("select topic_id from projection_source where topic = ?")) {
            statement.setString(1, EventTopic.EVENTS);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** By partition. */
    SortedMap<Integer, Position> positions() {
        SortedMap<Integer, Position> positions = new TreeMap<>();
        try (PreparedStatement statement = connection.prepareStatement("""
                        select log_partition, next_offset, projected, duplicates, conflicts, dead_lettered, erased
                        from projection_offsets
                        where topic = ?
                        """)) {
            statement.setString(1, EventTopic.EVENTS);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    positions.put(
                            row.getInt(1),
                            new Position(
                                    row.getInt(1),
                                    row.getLong(2),
                                    row.getLong(3),
                                    row.getLong(4),
                                    row.getLong(5),
                                    row.getLong(6),
                                    row.getLong(7)));
                }
            }
            return positions;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Which sessions are erased, and by which record. */
    Map<String, SessionErasure> erasures() {
        Map<String, SessionErasure> erasures = new TreeMap<>();
        query(
                        "select session_id, log_partition, log_offset from erased_sessions",
                        row -> new SessionErasure(row.getString(1), row.getInt(2), row.getLong(3)))
                .forEachRemaining(erasure -> erasures.put(erasure.sessionId(), erasure));
        return erasures;
    }

    /** By session id, in the order of its UTF-8. */
    Cursor<ForgottenEvents.Expired> expired() {
        return query(
                "select session_id, log_partition, before_offset from expired_sessions order by session_id",
                row -> new ForgottenEvents.Expired(row.getString(1), row.getInt(2), row.getLong(3)));
    }

    /** In the order of {@link LogEntry#key}. */
    Cursor<EventRow> events() {
        return query("""
                select session_id, event_id, event_type, occurred_at, log_partition, log_offset, content_digest,
                       tokens_in, tokens_out, model, duration_ms::text as duration_ms,
                       substr(sha256(convert_to(input_data, 'UTF8')), 1, 8) as input_data,
                       substr(sha256(convert_to(output_data, 'UTF8')), 1, 8) as output_data,
                       substr(sha256(convert_to(tool_call, 'UTF8')), 1, 8) as tool_call,
                       substr(sha256(convert_to(decision_trace, 'UTF8')), 1, 8) as decision_trace,
                       substr(sha256(convert_to(extra, 'UTF8')), 1, 8) as extra
                from events
                order by session_id, event_id
                """, TableSnapshot::event);
    }

    /** By session id, in the order of its UTF-8. */
    Cursor<SessionRow> sessions() {
        return query("""
                select session_id, agent_name, status, started_at, ended_at, duration_us, event_count, error_count, distinct_events,
                       total_tokens_in, total_tokens_out,
                       substr(sha256(convert_to(metadata, 'UTF8')), 1, 8) as metadata,
                       first_at, first_event_id, first_agent_name,
                       start_at, start_event_id, start_agent_name,
                       end_at, end_event_id, end_status, declared_tokens_in, declared_tokens_out,
                       summed_tokens_in, summed_tokens_out
                from sessions
                order by session_id
                """, TableSnapshot::session);
    }

    /** In the order of {@link RollupRow#sortKey}. */
    Cursor<RollupRow> rollups() {
        return query("""
                select 'agent_rollup' collate "C" as rollup, agent_name collate "C" as key, log_partition,
                       array[sessions, tokens]::text[] as counts
                from agent_rollup
                union all
                select 'day_rollup', to_char(day, 'YYYY-MM-DD'), log_partition, array[sessions, tokens]::text[]
                from day_rollup
                union all
                select 'event_type_rollup', event_type, log_partition, array[events]::text[]
                from event_type_rollup
                union all
                select 'hour_rollup', hour::text, log_partition, array[events]::text[]
                from hour_rollup
                union all
                select 'model_rollup', model, log_partition,
                       array[calls, tokens_in, tokens_out, timed_calls, duration_ms]::text[]
                from model_rollup
                union all
                select 'session_rollup', status, log_partition,
                       array[sessions, events, tokens_in, tokens_out, ended_sessions, duration_us]::text[]
                from session_rollup
                order by 1, 2, 3
                """, TableSnapshot::rollup);
    }

    @Override
    public void close() {
        try {
            connection.rollback();
            connection.close();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private static EventRow event(ResultSet row) throws SQLException {
        return new EventRow(
                new EventIdentity(row.getString("session_id"), row.getString("event_id")),
                row.getString("event_type"),
                Objects.requireNonNull(time(row, "occurred_at")),
                row.getInt("log_partition"),
                row.getLong("log_offset"),
                row.getLong("content_digest"),
                row.getLong("tokens_in"),
                row.getLong("tokens_out"),
                row.getString("model"),
                row.getString("duration_ms"),
                new EventRow.Texts(
                        TextHash.read(row.getBytes("input_data")),
                        TextHash.read(row.getBytes("output_data")),
                        TextHash.read(row.getBytes("tool_call")),
                        TextHash.read(row.getBytes("decision_trace")),
                        TextHash.read(row.getBytes("extra"))));
    }

    private static SessionRow session(ResultSet row) throws SQLException {
        SessionRow.Figures figures = new SessionRow.Figures(
                row.getString("status"),
                row.getString("agent_name"),
                Objects.requireNonNull(time(row, "started_at")),
                row.getLong("event_count"),
                row.getBigDecimal("total_tokens_in"),
                row.getBigDecimal("total_tokens_out"),
                row.getObject("duration_us", Long.class));
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put("agent_name", figures.agentName());
        columns.put("status", figures.status());
        columns.put("started_at", figures.startedAt());
        columns.put("duration_us", figures.durationUs());
        columns.put("event_count", figures.events());
        columns.put("error_count", row.getLong("error_count"));
        columns.put("distinct_events", row.getLong("distinct_events"));
        columns.put("metadata", TextHash.read(row.getBytes("metadata")));
        columns.put("declared_tokens_in", row.getLong("declared_tokens_in"));
        columns.put("declared_tokens_out", row.getLong("declared_tokens_out"));
        for (String time : new String[] {"ended_at", "first_at", "start_at", "end_at"}) {
            columns.put(time, time(row, time));
        }
        for (String text : new String[] {
            "first_event_id",
            "first_agent_name",
            "start_event_id",
            "start_agent_name",
            "end_event_id",
            "end_status",
            "total_tokens_in",
            "total_tokens_out",
            "summed_tokens_in",
            "summed_tokens_out"
        }) {
            columns.put(text, row.getString(text));
        }
        return new SessionRow(row.getString("session_id"), figures, columns);
    }

    private static RollupRow rollup(ResultSet row) throws SQLException {
        String[] counts = (String[]) row.getArray("counts").getArray();
        return new RollupRow(
                Rollup.ofTable(row.getString("rollup")),
                row.getString("key"),
                row.getInt("log_partition"),
                Arrays.stream(counts).map(BigDecimal::new).toList());
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    private <T> Cursor<T> query(String sql, RowReader<T> reader) {
        try {
            Statement statement = connection.createStatement();
            statement.setFetchSize(FETCH_SIZE);
            ResultSet rows = statement.executeQuery(sql);
            return new Cursor<>(new Rows<>(rows, reader));
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Closed with the transaction, at the latest. */
    private final class Rows<T> implements Iterator<T> {

        private final ResultSet rows;
        private final RowReader<T> reader;
        private boolean hasNext;

        Rows(ResultSet rows, RowReader<T> reader) throws SQLException {
            this.rows = rows;
            this.reader = reader;
            hasNext = rows.next();
        }

        @Override
        public boolean hasNext() {
            return hasNext;
        }

        @Override
        public T next() {
            if (!hasNext) {
                throw new NoSuchElementException();
            }
            try {
                T row = reader.read(rows);
                hasNext = rows.next();
                return row;
            } catch (SQLException e) {
                throw failed(e);
            }
        }
    }

    private CommandFailedException failed(SQLException e) {
        return UNDEFINED_TABLE.equals(e.getSQLState())
                ? new CommandFailedException(
                        "There are no read tables of this version in the schema " + schema + ": " + e.getMessage(), e)
                : new CommandFailedException("PostgreSQL did not let the tables be read: " + e.getMessage(), e);
    }
}
