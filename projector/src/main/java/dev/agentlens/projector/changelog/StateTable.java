/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.changelog;

import dev.agentlens.common.event.EventTopic;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the live read tables say of sessions. */
final class StateTable {

    /** Metadata beyond this stays in the tables: it would be sent again with each change of its session. */
    private static final int MAX_METADATA_BYTES = 64 * 1024;

    private final JdbcClient jdbc;

    StateTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Up to where each partition is projected. */
    Map<Integer, Long> nextOffsets() {
        Map<Integer, Long> nextOffsets = new HashMap<>();
        jdbc.sql("select log_partition, next_offset from projection_offsets where topic = :topic")
                .param("topic", EventTopic.EVENTS)
                .query(row -> {
                    nextOffsets.put(row.getInt(1), row.getLong(2));
                });
        return nextOffsets;
    }

    /** Those of the sessions that exist: all events of one may be dead letters. */
    List<StateRecord> find(Collection<String> sessionIds) {
        return jdbc.sql("""
                        select session_id, distinct_events, agent_name, status, started_at, ended_at,
                               event_count, error_count, total_tokens_in, total_tokens_out,
                               case when octet_length(metadata) <= :max_metadata then metadata end as metadata
                        from sessions
                        where session_id = any (:session_id)
                        """)
                .param("max_metadata", MAX_METADATA_BYTES)
                .param("session_id", sessionIds.toArray(String[]::new))
                .query((row, number) -> state(row))
                .list();
    }

    /** Those of the sessions that are erased. */
    List<ErasedSession> erased(Collection<String> sessionIds) {
        return jdbc.sql("select session_id from erased_sessions where session_id = any (:session_id)")
                .param("session_id", sessionIds.toArray(String[]::new))
                .query((row, number) -> new ErasedSession(row.getString(1)))
                .list();
    }

    private static StateRecord state(ResultSet row) throws SQLException {
        return new StateRecord(
                row.getString("session_id"),
                row.getLong("distinct_events"),
                row.getString("agent_name"),
                row.getString("status"),
                Objects.requireNonNull(time(row, "started_at")),
                time(row, "ended_at"),
                row.getLong("event_count"),
                row.getLong("error_count"),
                row.getBigDecimal("total_tokens_in"),
                row.getBigDecimal("total_tokens_out"),
                row.getString("metadata"));
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
