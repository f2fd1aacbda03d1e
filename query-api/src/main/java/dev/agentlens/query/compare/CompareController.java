/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.compare;

import dev.agentlens.edge.error.ApiException;
import dev.agentlens.query.session.SessionReader;
import dev.agentlens.query.session.SessionSnapshot;
import dev.agentlens.query.session.TraceReader;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/** POST /sessions/compare. */
@RestController
class CompareController {

    private final SessionReader sessions;
    private final TraceReader traces;
    private final Clock clock = Clock.systemUTC();

    CompareController(SessionReader sessions, TraceReader traces) {
        this.sessions = sessions;
        this.traces = traces;
    }

    @PostMapping(
            path = "/sessions/compare",
            consumes = {MediaType.APPLICATION_JSON_VALUE, "application/*+json", MediaType.APPLICATION_OCTET_STREAM_VALUE
            })
    Comparison compare(@RequestBody(required = false) byte @Nullable [] body) {
        CompareRequest request = CompareRequest.parse(body == null ? new byte[0] : body);
        SessionSnapshot a = find(request.sessionA());
        SessionSnapshot b = find(request.sessionB());
        return Comparison.between(metrics(a), metrics(b), clock.instant());
    }

    private SessionSnapshot find(String sessionId) {
        return sessions.find(sessionId).orElseThrow(() -> ApiException.notFound("Session " + sessionId + " not found"));
    }

    private SessionMetrics metrics(SessionSnapshot snapshot) {
        SessionTally tally = new SessionTally();
        traces.forEach(snapshot, tally::count);
        return tally.of(snapshot);
    }
}
