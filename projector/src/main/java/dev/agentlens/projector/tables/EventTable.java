/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.tables;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.event.EventIdentity;
import dev.agentlens.common.json.JsonObjectWriter;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.projector.fold.LoggedEvent;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code events}: the idempotent consumer, for which an event that is already there is no event. */
final class EventTable {

    private static final List<String> OWN_COLUMNS = List.of("input_data", "output_data", "tool_call", "decision_trace");

    private final JdbcClient jdbc;

    EventTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Inserts those of {@code events} that the table does not have yet, and says which they were. */
    Set<EventIdentity> insertNew(Collection<LoggedEvent> events) {
        List<EventIdentity> inserted = jdbc.sql("""
                        insert into events (session_id, event_id, event_type, occurred_at, log_partition, log_offset,
                                            content_digest, tokens_in, tokens_out, model, duration_ms,
                                            input_data, output_data, tool_call, decision_trace, extra)
                        select *
                        from unnest(:session_id::text[], :event_id::text[], :event_type::text[],
                                    :occurred_at::timestamptz[], :log_partition::int[], :log_offset::bigint[],
                                    :content_digest::bigint[], :tokens_in::bigint[], :tokens_out::bigint[],
                                    :model::text[], :duration_ms::numeric[],
                                    :input_data::text[], :output_data::text[], :tool_call::text[],
                                    :decision_trace::text[], :extra::text[])
                        on conflict (session_id, event_id) do nothing
                        returning session_id, event_id
                        """)
                .params(columns(events))
                .query((row, n) -> new EventIdentity(row.getString(1), row.getString(2)))
                .list();
        return new HashSet<>(inserted);
    }

    /** The content digests of the rows with these identities. */
    Map<EventIdentity, Long> digests(Collection<EventIdentity> identities) {
        Map<EventIdentity, Long> digests = new HashMap<>();
        jdbc.sql("""
                        select session_id, event_id, content_digest
                        from events
                        join unnest(:session_id::text[], :event_id::text[]) as sought (session_id, event_id)
                            using (session_id, event_id)
                        """)
                .param("session_id", SqlArrays.text(identities, EventIdentity::sessionId))
                .param("event_id", SqlArrays.text(identities, EventIdentity::eventId))
                .query(row -> {
                    digests.put(new EventIdentity(row.getString(1), row.getString(2)), row.getLong(3));
                });
        return digests;
    }

    private static Map<String, Object> columns(Collection<LoggedEvent> events) {
        Map<String, Object> columns = new HashMap<>();
        columns.put("session_id", SqlArrays.text(events, e -> e.identity().sessionId()));
        columns.put("event_id", SqlArrays.text(events, e -> e.identity().eventId()));
        columns.put("event_type", SqlArrays.text(events, e -> e.event().eventType()));
        columns.put("occurred_at", SqlArrays.text(events, e -> e.event().timestamp()));
        columns.put("log_partition", SqlArrays.integer(events, LoggedEvent::partition));
        columns.put("log_offset", SqlArrays.bigint(events, LoggedEvent::offset));
        columns.put("content_digest", SqlArrays.bigint(events, LoggedEvent::contentDigest));
        columns.put(
                "tokens_in", SqlArrays.bigint(events, e -> e.event() instanceof StepRecorded s ? s.tokensIn() : 0L));
        columns.put(
                "tokens_out", SqlArrays.bigint(events, e -> e.event() instanceof StepRecorded s ? s.tokensOut() : 0L));
        columns.put("model", SqlArrays.text(events, e -> e.event() instanceof StepRecorded s ? s.model() : null));
        columns.put("duration_ms", SqlArrays.text(events, EventTable::duration));
        for (String name : OWN_COLUMNS) {
            columns.put(name, SqlArrays.text(events, e -> e.event().fields().get(name)));
        }
        columns.put("extra", SqlArrays.text(events, e -> extra(e.event())));
        return columns;
    }

    private static @Nullable Object duration(LoggedEvent logged) {
        return logged.event() instanceof StepRecorded step && step.durationMs() != null
                ? step.durationMs().toPlainString()
                : null;
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
