/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.tables;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.event.EventIdentity;
import dev.agentlens.common.json.JsonObjectWriter;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.projector.fold.LoggedEvent;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The table {@code events}. What is there already is asked for first, and what is not is copied in: COPY takes a row for
 * less than half of what an INSERT with a conflict clause does.
 */
final class EventTable {

    private static final List<String> OWN_COLUMNS = List.of("input_data", "output_data", "tool_call", "decision_trace");
    private static final int COLUMNS = 16;

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
     * @throws ConcurrentChangeException if another transaction has added one of them meanwhile
     */
    void insert(Collection<LoggedEvent> events) {
        BinaryCopy.into(template, """
                        copy events (session_id, event_id, event_type, occurred_at, log_partition, log_offset,
                                     content_digest, tokens_in, tokens_out, model, duration_ms,
                                     input_data, output_data, tool_call, decision_trace, extra)
                        from stdin (format binary)
                        """, COLUMNS, "events_pkey", rows -> {
            for (LoggedEvent logged : events) {
                write(logged, rows);
            }
        });
    }

    private static void write(LoggedEvent logged, CopyRows rows) throws SQLException {
        AgentEvent event = logged.event();
        StepRecorded step = event instanceof StepRecorded recorded ? recorded : null;
        rows.begin()
                .text(event.identity().sessionId())
                .text(event.identity().eventId())
                .text(event.eventType())
                .timestamptz(event.timestamp())
                .integer(logged.partition())
                .bigint(logged.offset())
                .bigint(logged.contentDigest())
                .bigint(step == null ? 0 : step.tokensIn())
                .bigint(step == null ? 0 : step.tokensOut())
                .text(step == null ? null : step.model())
                .numeric(step == null ? null : step.durationMs());
        for (String name : OWN_COLUMNS) {
            RawJson value = event.fields().get(name);
            rows.text(value == null ? null : value.text());
        }
        rows.text(extra(event));
    }

    /** Every field that has no column of its own, as a JSON object; null where there is none. */
    private static @Nullable String extra(AgentEvent event) {
        Map<String, RawJson> extra = new LinkedHashMap<>();
        if (event.agentName() != null) {
            extra.put("agent_name", RawJson.ofString(event.agentName()));
        }
        event.fields().forEach((name, value) -> {
            if (!OWN_COLUMNS.contains(name)) {
                extra.put(name, value);
            }
        });
        return extra.isEmpty()
                ? null
                : new String(new JsonObjectWriter(256).raw(extra).bytes(), UTF_8);
    }
}
