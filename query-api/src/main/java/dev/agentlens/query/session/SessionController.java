/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import dev.agentlens.edge.error.ApiException;
import dev.agentlens.edge.error.Received;
import dev.agentlens.query.cache.ReadKey;
import dev.agentlens.query.http.StreamedAnswer;
import dev.agentlens.query.http.StreamedAnswers;
import dev.agentlens.query.http.StreamedJson;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonGenerator;

/** GET /sessions and GET /sessions/:id. */
@RestController
class SessionController {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;
    private static final long MAX_CHUNK_BYTES = 256 * 1024;
    private static final Set<String> STATUSES = Set.of("active", "completed", "error", "timeout");

    private final SessionList list;
    private final SessionReader sessions;
    private final TraceReader traces;
    private final StreamedAnswers answers;
    private final StreamedJson streamedJson;

    SessionController(
            SessionList list,
            SessionReader sessions,
            TraceReader traces,
            StreamedAnswers answers,
            StreamedJson streamedJson) {
        this.list = list;
        this.sessions = sessions;
        this.traces = traces;
        this.answers = answers;
        this.streamedJson = streamedJson;
    }

    @GetMapping("/sessions")
    Mono<Void> list(
            @RequestParam(required = false) @Nullable String limit,
            @RequestParam(required = false) @Nullable String offset,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String status,
            ServerHttpResponse response) {
        return answers.send(response, ReadKey.ofAllSessions("list", limit, offset, cursor, status), () -> {
            String wanted = status(status);
            String given = PageQuery.cursor(cursor, SessionCursor.PARAMETER, offset, "offset");
            int rows = (int) PageQuery.limit(limit, DEFAULT_LIMIT, MAX_LIMIT);
            SessionPage page = given == null
                    ? list.page(wanted, rows, PageQuery.offset(offset))
                    : list.page(SessionCursor.read(given, wanted), rows);
            return StreamedAnswer.json(out -> write(page, out));
        });
    }

    @GetMapping("/sessions/{sessionId}")
    Mono<Void> detail(
            @PathVariable String sessionId,
            @RequestParam(name = "event_limit", required = false) @Nullable String limit,
            @RequestParam(name = "event_offset", required = false) @Nullable String offset,
            @RequestParam(name = "event_cursor", required = false) @Nullable String cursor,
            ServerHttpResponse response) {
        return answers.send(response, ReadKey.ofSession(sessionId, "detail", limit, offset, cursor), () -> {
            String id = SessionIds.legal(sessionId);
            String given = PageQuery.cursor(cursor, EventCursor.PARAMETER, offset, "event_offset");
            TracePosition after =
                    given == null ? null : EventCursor.read(given, id).place();
            long events = PageQuery.limit(limit, Long.MAX_VALUE, Long.MAX_VALUE);
            int skipped = PageQuery.offset(offset);
            if (after == null && skipped == 0 && events == Long.MAX_VALUE) {
                SessionSnapshot whole = sessions.requireWithTrace(id);
                return StreamedAnswer.json(out -> write(whole, out));
            }
            SessionSnapshot snapshot = sessions.require(id);
            TracePosition from = after == null ? traces.before(snapshot, skipped) : after;
            return StreamedAnswer.json(out -> write(snapshot, from, events, out));
        });
    }

    private static @Nullable String status(@Nullable String status) {
        if (status == null || status.isEmpty()) {
            return null;
        }
        if (!STATUSES.contains(status)) {
            throw ApiException.badRequest("Invalid status filter " + Received.quoted(status)
                    + ": expected active, completed, error or timeout");
        }
        return status;
    }

    private void write(SessionPage page, OutputStream out) {
        try (JsonGenerator json = streamedJson.generator(out)) {
            json.writeStartObject();
            json.writeArrayPropertyStart("sessions");
            for (List<Session> chunk : SizedChunks.of(page.sessions(), Session::metadataBytes, MAX_CHUNK_BYTES)) {
                Map<String, String> metadata = metadata(chunk, page.shortMetadata());
                for (Session session : chunk) {
                    json.writeStartObject();
                    SessionJson.summary(json, session, metadata.getOrDefault(session.sessionId(), "{}"));
                    json.writeEndObject();
                }
            }
            json.writeEndArray();
            json.writeNumberProperty("total", page.total());
            if (page.next() != null) {
                json.writeStringProperty("next_cursor", page.next().text());
            }
            json.writeEndObject();
        }
    }

    /** @param known that of some sessions; the others' is read */
    private Map<String, String> metadata(List<Session> chunk, Map<String, String> known) {
        List<Session> others = chunk.stream()
                .filter(session -> !known.containsKey(session.sessionId()))
                .toList();
        if (others.isEmpty()) {
            return known;
        }
        Map<String, String> all = new HashMap<>(known);
        sessions.metadata(others).forEach(read -> all.put(read.sessionId(), read.metadata()));
        return all;
    }

    private void write(SessionSnapshot snapshot, OutputStream out) {
        try (JsonGenerator json = streamedJson.generator(out)) {
            begin(snapshot, json);
            traces.forEach(snapshot, event -> write(event, json));
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private void write(SessionSnapshot snapshot, @Nullable TracePosition from, long limit, OutputStream out) {
        try (JsonGenerator json = streamedJson.generator(out)) {
            begin(snapshot, json);
            TracePosition next = traces.forEach(snapshot, from, limit, event -> write(event, json));
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

    private static void write(TraceEvent event, JsonGenerator json) {
        json.writeStartObject();
        SessionJson.traced(json, event);
        json.writeEndObject();
    }
}
