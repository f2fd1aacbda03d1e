/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.tables;

import dev.agentlens.common.event.EventIdentity;
import dev.agentlens.projector.fold.LoggedEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code events}. What is there already is asked for first, and what is not is copied in: COPY takes a row for
 * less than half of what an INSERT with a conflict clause does.
 */
final class EventTable {

    private final JdbcTemplate template;
    private final JdbcClient jdbc;

    EventTable(JdbcTemplate template) {
        this.template = template;
        jdbc = JdbcClient.create(template);
    }

    /** The content digests of those of {@code events} that the table has, by identity. */
    Map<EventIdentity, Long> digests(Collection<LoggedEvent> events) {
        Map<EventIdentity, Long> digests = new HashMap<>();
        // The limit keeps PostgreSQL to the index, whatever it believes the table's size to be.
        jdbc.sql("""
                        select sought.session_id, sought.event_id, present.content_digest
                        from unnest(:session_id::text[], :event_id::text[]) as sought (session_id, event_id)
                        cross join lateral (
                            select content_digest
                            from events
                            where events.session_id = sought.session_id and events.event_id = sought.event_id
                            limit 1
                        ) as present
                        """)
                .param("session_id", SqlArrays.text(events, e -> e.identity().sessionId()))
                .param("event_id", SqlArrays.text(events, e -> e.identity().eventId()))
                .query(row -> {
                    digests.put(new EventIdentity(row.getString(1), row.getString(2)), row.getLong(3));
                });
        return digests;
    }

    /**
     * Adds events that the table does not have.
     *
     * @param rows of them, as {@link EventRows} makes them
     * @throws ConcurrentChangeException if another transaction has added one of them meanwhile
     */
    void insert(Stream<byte[]> rows) {
        BinaryCopy.into(template, """
                        copy events (session_id, event_id, event_type, occurred_at, log_partition, log_offset,
                                     content_digest, tokens_in, tokens_out, model, duration_ms,
                                     input_data, output_data, tool_call, decision_trace, extra)
                        from stdin (format binary)
                        """, "events_pkey", rows);
    }
}
