/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import dev.agentlens.common.json.RawJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Rows of the read tables. Columns are read by their place: looked up by their names, they cost more than their values. */
final class TableRows {

    private TableRows() {}

    /** The columns from {@code first} on, in the order of {@link Session}. */
    static Session session(ResultSet row, int first) throws SQLException {
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
                row.getInt(first + 9));
    }

    /** The columns from {@code first} on, in the order of {@link TraceEvent}, without the session's id. */
    static TraceEvent event(String sessionId, ResultSet row, int first) throws SQLException {
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
                json(row, first + 12));
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
