/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.agentlens.query.http.ReadPermits;
import dev.agentlens.query.session.SessionIds;
import dev.agentlens.query.session.SessionReader;
import dev.agentlens.query.session.SessionSnapshot;
import dev.agentlens.query.session.TracePosition;
import dev.agentlens.query.session.TraceReader;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** GET /sessions/:id/explain. */
@RestController
class ExplainController {

    /** Longer sessions are shortened in the middle: this many steps at either end stay. */
    private static final int STEPS_AT_EITHER_END = 500;

    private final SessionReader sessions;
    private final TraceReader traces;
    private final ReadPermits permits;

    ExplainController(SessionReader sessions, TraceReader traces, ReadPermits permits) {
        this.sessions = sessions;
        this.traces = traces;
        this.permits = permits;
    }

    /** @param explanation Markdown; equal logs give equal bytes */
    record Answer(@JsonProperty("session_id") String sessionId, String explanation) {}

    @GetMapping("/sessions/{sessionId}/explain")
    Mono<Answer> explain(@PathVariable String sessionId) {
        return permits.holding(
                () -> new Answer(sessionId, explanation(sessions.requireWithTrace(SessionIds.legal(sessionId)))));
    }

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
