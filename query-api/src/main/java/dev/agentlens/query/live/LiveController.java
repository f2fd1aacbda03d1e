/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.live;

import dev.agentlens.edge.error.ApiException;
import dev.agentlens.edge.http.ConnectionThread;
import dev.agentlens.query.http.ReadConcurrencyLimit;
import dev.agentlens.query.http.UnknownParameters;
import dev.agentlens.query.session.SessionIds;
import dev.agentlens.query.session.SessionReader;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** GET /events/stream and GET /sessions/:id/events/stream. */
@RestController
class LiveController {

    private static final Duration LONGEST_START = Duration.ofSeconds(5);

    private final LiveFeed feed;
    private final CatchUp catchUp;
    private final LiveText text;
    private final SendRate rate;
    private final LiveProperties properties;
    private final SessionReader sessions;
    private final ReadConcurrencyLimit permits;

    LiveController(
            LiveFeed feed,
            CatchUp catchUp,
            LiveText text,
            SendRate rate,
            LiveProperties properties,
            SessionReader sessions,
            ReadConcurrencyLimit permits) {
        this.feed = feed;
        this.catchUp = catchUp;
        this.text = text;
        this.rate = rate;
        this.properties = properties;
        this.sessions = sessions;
        this.permits = permits;
    }

    @GetMapping("/events/stream")
    Mono<Void> all(
            @RequestParam MultiValueMap<String, String> parameters,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        return stream(LiveFilter.of(parameters), LiveFilter.PARAMETERS, parameters, request, response);
    }

    @GetMapping("/sessions/{sessionId}/events/stream")
    Mono<Void> ofSession(
            @PathVariable String sessionId,
            @RequestParam MultiValueMap<String, String> parameters,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        String id = SessionIds.legal(sessionId);
        LiveFilter filter = LiveFilter.of(parameters).ofSession(id);
        Set<String> known = new HashSet<>(LiveFilter.PARAMETERS);
        known.remove(LiveFilter.SESSION);
        return permits.holding(() -> sessions.require(id)).then(stream(filter, known, parameters, request, response));
    }

    private Mono<Void> stream(
            LiveFilter filter,
            Set<String> filters,
            MultiValueMap<String, String> parameters,
            ServerHttpRequest request,
            ServerHttpResponse response) {
        Set<String> known = new HashSet<>(filters);
        known.addAll(Set.of(StreamStart.PARAMETER, StreamStart.FROM));
        List<String> remarks = UnknownParameters.warnings(parameters.keySet(), known);
        String lastEventId = request.getHeaders().getFirst(StreamStart.HEADER);
        StreamStart start = StreamStart.of(
                lastEventId == null ? parameters.getFirst(StreamStart.PARAMETER) : lastEventId,
                parameters.getFirst(StreamStart.FROM));
        return Mono.using(
                () -> feed.enter(filter),
                member -> feed.begin(member)
                        .timeout(LONGEST_START, Mono.empty())
                        .switchIfEmpty(Mono.error(LiveController::unavailable))
                        .map(now -> new LiveStream(
                                member,
                                start.in(now),
                                remarks,
                                feed,
                                catchUp,
                                text,
                                rate,
                                properties.heartbeat(),
                                ConnectionThread.channel(request),
                                ConnectionThread.of(request)))
                        .flatMap(stream -> send(stream, request, response)),
                feed::leave);
    }

    private static Mono<Void> send(LiveStream stream, ServerHttpRequest request, ServerHttpResponse response) {
        response.getHeaders().setContentType(MediaType.TEXT_EVENT_STREAM);
        // nginx, and proxies that follow it, would keep messages back to fill a buffer.
        response.getHeaders().set("X-Accel-Buffering", "no");
        if (request.getMethod() == HttpMethod.HEAD) {
            return response.setComplete();
        }
        return response.writeAndFlushWith(
                stream.bytes().map(bytes -> Mono.just(response.bufferFactory().wrap(bytes))));
    }

    private static ApiException unavailable() {
        return ApiException.unavailable(
                "The read tables cannot be read, or no projector has begun to fill them, please try again later",
                Duration.ofSeconds(2));
    }
}
