/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import java.time.OffsetDateTime;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Look-ups in the table {@code events}, in the order, and under the condition, of its index {@code events_trace}. Events
 * are never changed and all of a session are in one log partition, so those up to one log offset are the same set at any
 * later time.
 */
@Component
class TracePlaces {

    private final JdbcClient jdbc;

    TracePlaces(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The place of the event that has {@code index} events before it. */
    Optional<TracePosition> position(String sessionId, long lastOffset, long index) {
        return jdbc.sql("""
                        select occurred_at, log_offset
                        from events
                        where session_id = :session_id
                            and event_type not in ('session_start', 'session_end')
                            and log_offset <= :last_offset
                        order by occurred_at, log_offset
                        limit 1 offset :index
                        """)
                .param("session_id", sessionId)
                .param("last_offset", lastOffset)
                .param("index", index)
                .query((row, number) ->
                        new TracePosition(row.getObject(1, OffsetDateTime.class).toInstant(), row.getLong(2)))
                .optional();
    }

    /** Ordinary events of one type. */
    long countOfType(String sessionId, long lastOffset, String eventType) {
        return jdbc.sql("""
                        select count(*)
                        from events
                        where session_id = :session_id
                            and event_type not in ('session_start', 'session_end')
                            and event_type = :event_type
                            and log_offset <= :last_offset
                        """)
                .param("session_id", sessionId)
                .param("last_offset", lastOffset)
                .param("event_type", eventType)
                .query(Long.class)
                .single();
    }
}
