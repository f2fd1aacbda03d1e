/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import dev.agentlens.query.cache.ReadKey;
import dev.agentlens.query.http.StreamedJson;
import dev.agentlens.query.http.StreamingResponse;
import dev.agentlens.query.http.StreamingResponses;
import dev.agentlens.query.prices.CurrentPrices;
import dev.agentlens.query.prices.EventCosts;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonGenerator;

/** GET /sessions/:id. */
@RestController
class SessionController {

    private final SessionReader sessions;
    private final TraceReader traces;
    private final CurrentPrices prices;
    private final StreamingResponses responses;
    private final StreamedJson streamedJson;

    SessionController(
            SessionReader sessions,
            TraceReader traces,
            CurrentPrices prices,
            StreamingResponses responses,
            StreamedJson streamedJson) {
        this.sessions = sessions;
        this.traces = traces;
        this.prices = prices;
        this.responses = responses;
        this.streamedJson = streamedJson;
    }

    @GetMapping("/sessions/{sessionId}")
    Mono<Void> detail(
            @PathVariable String sessionId,
            @RequestParam(name = "event_limit", required = false) @Nullable String limit,
            @RequestParam(name = "event_offset", required = false) @Nullable String offset,
            @RequestParam(name = "event_cursor", required = false) @Nullable String cursor,
            ServerHttpResponse response) {
        return responses.send(response, ReadKey.ofSession(sessionId, "detail", limit, offset, cursor), () -> {
            String id = SessionIds.legal(sessionId);
            String given = PageQuery.cursor(cursor, EventCursor.PARAMETER, offset, "event_offset");
            TracePosition after =
                    given == null ? null : EventCursor.read(given, id).place();
            long events = PageQuery.limit(limit, Long.MAX_VALUE, Long.MAX_VALUE);
            int skipped = PageQuery.offset(offset);
            if (after == null && skipped == 0 && events == Long.MAX_VALUE) {
                SessionSnapshot complete = sessions.requireWithTrace(id);
                return StreamingResponse.json(out -> write(complete, out));
            }
            SessionSnapshot snapshot = sessions.require(id);
            TracePosition from = after == null ? traces.before(snapshot, skipped) : after;
            return StreamingResponse.json(out -> write(snapshot, from, events, out));
        });
    }

    private void write(SessionSnapshot snapshot, OutputStream out) {
        try (JsonGenerator json = streamedJson.generator(out)) {
            EventCosts costs = prices.costs();
            begin(snapshot, json);
            traces.forEach(snapshot, event -> write(event, costs, json));
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private void write(SessionSnapshot snapshot, @Nullable TracePosition from, long limit, OutputStream out) {
        try (JsonGenerator json = streamedJson.generator(out)) {
            EventCosts costs = prices.costs();
            begin(snapshot, json);
            TracePosition next = traces.forEach(snapshot, from, limit, event -> write(event, costs, json));
            json.writeEndArray();
            if (next != null) {
                json.writeStringProperty("next_event_cursor", new EventCursor(snapshot.sessionId(), next).text());
            }
            json.writeEndObject();
        }
    }

    /** Up to the events, whose array is left open. */
    private void begin(SessionSnapshot snapshot, JsonGenerator json) {
        json.writeStartObject();
        SessionJson.summary(json, snapshot.session(), sessions.metadata(snapshot));
        json.writeNumberProperty("total_events", snapshot.session().eventCount());
        json.writeArrayPropertyStart("events");
    }

    private static void write(TraceEvent event, EventCosts costs, JsonGenerator json) {
        json.writeStartObject();
        SessionJson.traced(json, event, costs);
        json.writeEndObject();
    }
}
