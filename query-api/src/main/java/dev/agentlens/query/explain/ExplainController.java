/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import dev.agentlens.query.cache.ReadKey;
import dev.agentlens.query.http.StreamedJson;
import dev.agentlens.query.http.StreamingResponse;
import dev.agentlens.query.http.StreamingResponses;
import dev.agentlens.query.session.SessionIds;
import dev.agentlens.query.session.SessionReader;
import dev.agentlens.query.session.SessionSnapshot;
import dev.agentlens.query.session.TracePosition;
import dev.agentlens.query.session.TraceReader;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.core.JsonGenerator;

/** GET /sessions/:id/explain. */
@RestController
class ExplainController {

    /** Longer sessions are shortened in the middle: this many steps are kept at each end. */
    private static final int STEPS_AT_EITHER_END = 500;

    private final SessionReader sessions;
    private final TraceReader traces;
    private final StreamingResponses responses;
    private final StreamedJson streamedJson;

    ExplainController(
            SessionReader sessions, TraceReader traces, StreamingResponses responses, StreamedJson streamedJson) {
        this.sessions = sessions;
        this.traces = traces;
        this.responses = responses;
        this.streamedJson = streamedJson;
    }

    @GetMapping(path = "/sessions/{sessionId}/explain", produces = MediaType.APPLICATION_JSON_VALUE)
    Mono<Void> explain(@PathVariable String sessionId, ServerHttpResponse response) {
        return responses.send(response, ReadKey.ofSession(sessionId, "explain"), () -> {
            String explanation = explanation(sessions.requireWithTrace(SessionIds.legal(sessionId)));
            return StreamingResponse.json(out -> {
                try (JsonGenerator json = streamedJson.generator(out)) {
                    json.writeStartObject();
                    json.writeStringProperty("session_id", sessionId);
                    json.writeStringProperty("explanation", explanation);
                    json.writeEndObject();
                }
            });
        });
    }

    /** Markdown; equal logs give equal bytes. */
    private String explanation(SessionSnapshot snapshot) {
        long steps = snapshot.session().eventCount();
        long omitted = Math.max(0, steps - 2L * STEPS_AT_EITHER_END);
        Explanation explanation = new Explanation(snapshot.session());
        if (omitted == 0) {
            traces.forEach(snapshot, explanation::step);
            return explanation.summary();
        }
        traces.forEach(snapshot, traces.before(snapshot, 0), STEPS_AT_EITHER_END, explanation::step);
        explanation.omit(omitted);
        TracePosition tail = traces.before(snapshot, steps - STEPS_AT_EITHER_END);
        traces.forEach(snapshot, tail, STEPS_AT_EITHER_END, explanation::step);
        return explanation.summary(traces.count(snapshot, "llm_call"), traces.count(snapshot, "tool_call"));
    }
}
