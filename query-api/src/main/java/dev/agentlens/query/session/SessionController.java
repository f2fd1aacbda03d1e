/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import dev.agentlens.edge.error.ApiException;
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
        return answers.send(response, () -> {
            String wanted = status(status);
            String given = PageQuery.cursor(cursor, SessionCursor.PARAMETER, offset, "offset");
            SessionCursor after = given == null ? SessionCursor.start(wanted) : SessionCursor.read(given, wanted);
            SessionPage page =
                    list.page(after, (int) PageQuery.limit(limit, DEFAULT_LIMIT, MAX_LIMIT), PageQuery.offset(offset));
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
        return answers.send(response, () -> {
            String id = SessionIds.legal(sessionId);
            String given = PageQuery.cursor(cursor, EventCursor.PARAMETER, offset, "event_offset");
            TracePosition after =
                    given == null ? null : EventCursor.read(given, id).place();
            SessionSnapshot snapshot = sessions.require(id);
            TracePosition from = after == null ? traces.before(snapshot, PageQuery.offset(offset)) : after;
            long events = PageQuery.limit(limit, Long.MAX_VALUE, Long.MAX_VALUE);
            return StreamedAnswer.json(out -> write(snapshot, from, events, out));
        });
    }

    private static @Nullable String status(@Nullable String status) {
        if (status == null || status.isEmpty()) {
            return null;
        }
        if (!STATUSES.contains(status)) {
            throw ApiException.badRequest("Invalid status filter: expected active, completed, error or timeout");
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

    private void write(SessionSnapshot snapshot, @Nullable TracePosition from, long limit, OutputStream out) {
        try (JsonGenerator json = streamedJson.generator(out)) {
            json.writeStartObject();
            SessionJson.summary(json, snapshot.session(), sessions.metadata(snapshot.sessionId()));
            json.writeNumberProperty("total_events", snapshot.session().eventCount());
            json.writeArrayPropertyStart("events");
            TracePosition next = traces.forEach(snapshot, from, limit, event -> {
                json.writeStartObject();
                SessionJson.traced(json, event);
                json.writeEndObject();
            });
            json.writeEndArray();
            if (next != null) {
                json.writeStringProperty("next_event_cursor", new EventCursor(snapshot.sessionId(), next).text());
            }
            json.writeEndObject();
        }
    }
}
