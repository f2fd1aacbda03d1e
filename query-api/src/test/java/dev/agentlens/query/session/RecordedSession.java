/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.messages.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A session as the tables would give it, from the events that were sent for it. */
public record RecordedSession(Session session, List<TraceEvent> trace) {

    private static final Set<String> COLUMNS = Set.of(
            "event_id",
            "session_id",
            "event_type",
            "timestamp",
            "model",
            "input_data",
            "output_data",
            "tokens_in",
            "tokens_out",
            "tool_call",
            "decision_trace",
            "duration_ms");

    /** @param events in any order, as POST /events accepts them */
    public static RecordedSession of(Iterable<JsonNode> events) {
        List<TraceEvent> trace = new ArrayList<>();
        String agent = "default-agent";
        Instant start = null;
        Instant end = null;
        String status = "active";
        for (JsonNode event : events) {
            switch (event.path("event_type").asString()) {
                case "session_start" -> {
                    agent = event.path("agent_name").asString(agent);
                    start = event.has("timestamp")
                            ? Instant.parse(event.get("timestamp").asString())
                            : null;
                }
                case "session_end" -> {
                    end = Instant.parse(event.path("ended_at")
                            .asString(event.path("timestamp").asString()));
                    status = event.path("status").asString("completed");
                }
                default -> trace.add(event((ObjectNode) event, trace.size()));
            }
        }
        trace.sort(Comparator.comparing(TraceEvent::timestamp));
        Session session = Traces.session("s1", agent, trace, end, status);
        return new RecordedSession(start == null ? session : startedAt(session, start), trace);
    }

    private static Session startedAt(Session session, Instant start) {
        return new Session(
                session.sessionId(),
                session.agentName(),
                start,
                session.endedAt(),
                session.totalTokensIn(),
                session.totalTokensOut(),
                session.status(),
                session.eventCount(),
                session.errorCount(),
                session.metadataBytes());
    }

    private static TraceEvent event(ObjectNode event, int offset) {
        ObjectNode extra = event.objectNode();
        for (Map.Entry<String, JsonNode> field : event.properties()) {
            if (!COLUMNS.contains(field.getKey())) {
                extra.set(field.getKey(), field.getValue());
            }
        }
        return new TraceEvent(
                event.path("event_id").asString("e" + offset),
                "s1",
                event.path("event_type").asString("generic"),
                Instant.parse(event.path("timestamp").asString("2026-02-14T10:30:00Z")),
                offset,
                event.path("model").asString(null),
                event.path("tokens_in").asLong(0),
                event.path("tokens_out").asLong(0),
                event.has("duration_ms")
                        ? new BigDecimal(event.get("duration_ms").toString())
                        : null,
                raw(event.get("input_data")),
                raw(event.get("output_data")),
                raw(event.get("tool_call")),
                raw(event.get("decision_trace")),
                extra.isEmpty() ? null : raw(extra));
    }

    private static @Nullable RawJson raw(@Nullable JsonNode json) {
        return json == null || json.isNull() ? null : RawJson.of(Json.compact(json));
    }
}
