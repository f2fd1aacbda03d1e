/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.compare;

import dev.agentlens.edge.error.ApiException;
import dev.agentlens.query.cache.ReadCache;
import dev.agentlens.query.cache.ReadKey;
import dev.agentlens.query.http.ReadConcurrencyLimit;
import dev.agentlens.query.http.ShortBody;
import dev.agentlens.query.session.SessionReader;
import dev.agentlens.query.session.SessionSnapshot;
import dev.agentlens.query.session.TraceReader;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** POST /sessions/compare. */
@RestController
class CompareController {

    private final SessionReader sessions;
    private final TraceReader traces;
    private final ReadConcurrencyLimit permits;
    private final ReadCache cache;
    private final Clock clock = Clock.systemUTC();

    CompareController(SessionReader sessions, TraceReader traces, ReadConcurrencyLimit permits, ReadCache cache) {
        this.sessions = sessions;
        this.traces = traces;
        this.permits = permits;
        this.cache = cache;
    }

    @PostMapping(
            path = "/sessions/compare",
            consumes = {MediaType.APPLICATION_JSON_VALUE, "application/*+json", MediaType.APPLICATION_OCTET_STREAM_VALUE
            })
    Mono<Object> compare(ServerHttpRequest request) {
        return ShortBody.of(request).map(CompareRequest::parse).flatMap(this::compare);
    }

    private Mono<Object> compare(CompareRequest request) {
        return Mono.deferContextual(context -> {
            if (ReadCache.isBypassed(context)) {
                return permits.holding(() -> response(request, read(request)));
            }
            List<SessionMetrics> known = request.sessionIds().stream()
                    .map(id -> cache.find(key(id), SessionMetrics.class))
                    .filter(Objects::nonNull)
                    .toList();
            return known.size() < request.sessionIds().size()
                    ? permits.holding(() -> response(request, read(request)))
                    : Mono.just(response(request, known));
        });
    }

    private Object response(CompareRequest request, List<SessionMetrics> sessions) {
        return request.isGroup()
                ? GroupComparison.of(sessions, clock.instant())
                : Comparison.between(sessions.get(0), sessions.get(1), clock.instant());
    }

    private static ReadKey key(String sessionId) {
        return ReadKey.ofSession(sessionId, "metrics");
    }

    private List<SessionMetrics> read(CompareRequest request) {
        List<String> ids = request.sessionIds();
        List<ReadCache.Reading> readings =
                ids.stream().map(id -> cache.begin(key(id))).toList();
        List<Optional<SessionSnapshot>> found = sessions.findWithFigures(ids);
        List<SessionMetrics> metrics = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            String id = ids.get(i);
            metrics.add(metrics(found.get(i).orElseThrow(() -> notFound(id)), readings.get(i)));
        }
        return metrics;
    }

    private static ApiException notFound(String sessionId) {
        return ApiException.notFound("Session " + sessionId + " not found");
    }

    private SessionMetrics metrics(SessionSnapshot snapshot, ReadCache.Reading reading) {
        SessionTally tally = new SessionTally();
        traces.forEach(snapshot, tally::count);
        SessionMetrics metrics = tally.of(snapshot.session(), sessions.metadata(snapshot));
        reading.keep(metrics, metrics.estimatedBytes());
        return metrics;
    }
}
