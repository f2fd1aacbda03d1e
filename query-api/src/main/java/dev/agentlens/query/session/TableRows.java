/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import dev.agentlens.common.json.RawJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rows of the read tables. Columns are read by their place: looked up by their names, they cost more than their values. */
public final class TableRows {

    /** Of {@code sessions}, in the order of {@link Session}, and its metadata where that is short. */
    public static final String SESSION_COLUMNS = """
            session_id, agent_name, started_at, ended_at, total_tokens_in, total_tokens_out, status,
            event_count, error_count, octet_length(metadata),
            title, nullif(split_part(split_part(failures, E'\\x1e', 1), E'\\x1f', 3), '') as first_error,
            array_to_string(models, E'\\x1f') as models, array_to_string(tools, E'\\x1f') as tools, conversation_id,
            cache_read_tokens, cache_write_tokens, reasoning_tokens, cost_usd,
            unpriced_tokens + greatest(0, total_tokens_in - summed_tokens_in)
                + greatest(0, total_tokens_out - summed_tokens_out) as unpriced_tokens,
            case when octet_length(metadata) <= 4096 then metadata end as short_metadata
            """;

    /** Without the metadata. */
    public static final int SESSION_COLUMN_COUNT = 20;

    /** Of {@code events}, in the order of {@link TraceEvent}, without the session's id. */
    public static final String EVENT_COLUMNS = """
            event_id, event_type, occurred_at, log_offset, model, tokens_in, tokens_out, duration_ms,
            input_data, output_data, tool_call, decision_trace, extra,
            cache_read_tokens, cache_write_tokens, reasoning_tokens, failed
            """;

    /** To be joined with {@code events}: {@code bytes}, the length of an event's JSON. */
    public static final String EVENT_LENGTH = """
            lateral (select coalesce(octet_length(input_data), 0)
                            + coalesce(octet_length(output_data), 0)
                            + coalesce(octet_length(tool_call), 0)
                            + coalesce(octet_length(decision_trace), 0)
                            + coalesce(octet_length(extra), 0) as bytes) as length
            """;

    private static final String SEPARATOR = "\u001f";

    private TableRows() {}

    /** The columns from {@code first} on, in the order of {@link Session}. */
    public static Session session(ResultSet row, int first) throws SQLException {
        return new Session(
                row.getString(first),
                row.getString(first + 1),
                Objects.requireNonNull(time(row, first + 2)),
                time(row, first + 3),
                row.getBigDecimal(first + 4),
                row.getBigDecimal(first + 5),
                row.getString(first + 6),
                row.getLong(first + 7),
                row.getLong(first + 8),
                row.getInt(first + 9),
                figures(row, first + 10));
    }

    private static SessionFigures figures(ResultSet row, int first) throws SQLException {
        return new SessionFigures(
                row.getString(first),
                row.getString(first + 1),
                names(row.getString(first + 2)),
                names(row.getString(first + 3)),
                row.getString(first + 4),
                row.getBigDecimal(first + 5),
                row.getBigDecimal(first + 6),
                row.getBigDecimal(first + 7),
                row.getBigDecimal(first + 8),
                row.getBigDecimal(first + 9));
    }

    private static List<String> names(String joined) {
        return joined.isEmpty() ? List.of() : List.of(joined.split(SEPARATOR, -1));
    }

    /** The columns from {@code first} on, in the order of {@link TraceEvent}, without the session's id. */
    public static TraceEvent event(String sessionId, ResultSet row, int first) throws SQLException {
        return new TraceEvent(
                row.getString(first),
                sessionId,
                row.getString(first + 1),
                Objects.requireNonNull(time(row, first + 2)),
                row.getLong(first + 3),
                row.getString(first + 4),
                row.getLong(first + 5),
                row.getLong(first + 6),
                row.getBigDecimal(first + 7),
                json(row, first + 8),
                json(row, first + 9),
                json(row, first + 10),
                json(row, first + 11),
                json(row, first + 12),
                row.getLong(first + 13),
                row.getLong(first + 14),
                row.getLong(first + 15),
                row.getBoolean(first + 16));
    }

    private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }

    /** As the bytes that PostgreSQL sent, which go out as they are. */
    private static @Nullable RawJson json(ResultSet row, int column) throws SQLException {
        byte[] json = row.getBytes(column);
        return json == null ? null : RawJson.ofStored(json);
    }
}
