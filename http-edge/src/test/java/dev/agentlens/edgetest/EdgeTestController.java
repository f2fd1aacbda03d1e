/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edgetest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.edge.error.ApiException;
import dev.agentlens.edge.http.BlockingWork;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.MDC;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The documented routes, with handlers that do what handlers may do: respond, wait, refuse, fail, break off. */
@RestController
class EdgeTestController {

    static final String SECRET = "select * from secrets";
    static final int LONG_BYTES = 16 * 1024 * 1024;

    @PostMapping(path = "/events", consumes = MediaType.APPLICATION_JSON_VALUE)
    Mono<Map<String, Object>> events(@RequestBody Mono<Map<String, Object>> body) {
        return body.map(fields -> Map.of("fields", fields.size()));
    }

    @GetMapping("/sessions")
    Map<String, Object> sessions(@RequestParam(defaultValue = "50") int limit) {
        return Map.of("limit", limit);
    }

    @GetMapping("/sessions/{id}")
    Map<String, Object> session(@PathVariable String id) {
        return Map.of("session_id", id);
    }

    @GetMapping("/sessions/{id}/fails")
    Map<String, Object> fails(@PathVariable String id, ServerHttpResponse response) {
        response.getHeaders().set(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"a.csv\"");
        throw new IllegalStateException(SECRET);
    }

    @GetMapping("/sessions/{id}/fails-later")
    Mono<Map<String, Object>> failsLater(@PathVariable String id, ServerHttpResponse response) {
        response.getHeaders().set(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"a.csv\"");
        return Mono.error(new IllegalStateException(SECRET, new OutOfMemoryError(SECRET)));
    }

    @GetMapping("/sessions/{id}/breaks-off")
    Mono<Void> breaksOff(@PathVariable String id, ServerHttpResponse response) {
        return response.writeAndFlushWith(
                Flux.just(Mono.just(response.bufferFactory().wrap("0123456789".getBytes(UTF_8))))
                        .concatWith(Mono.error(new IllegalStateException(SECRET)))
                        .map(Flux::from));
    }

    @GetMapping("/sessions/{id}/long")
    byte[] isLong(@PathVariable String id) {
        return new byte[LONG_BYTES];
    }

    @GetMapping("/sessions/{id}/unavailable")
    Mono<Void> unavailable(@PathVariable String id) {
        return Mono.error(ApiException.unavailable("Not yet", Duration.ofSeconds(2)));
    }

    @GetMapping("/sessions/{id}/overloaded")
    Mono<Void> overloaded(@PathVariable String id) {
        return Mono.error(new RejectedExecutionException(SECRET));
    }

    @GetMapping("/sessions/{id}/details")
    Mono<Void> details(@PathVariable String id) {
        return Mono.error(new ApiException(HttpStatus.CONFLICT, "Two of them", Map.of("count", 2), HttpHeaders.EMPTY));
    }

    @GetMapping("/analytics")
    Map<String, Object> analytics() {
        return Map.of("thread", Thread.currentThread().getName());
    }

    @GetMapping("/analytics/later")
    Mono<Map<String, String>> later() {
        return Mono.delay(Duration.ofMillis(1))
                .then(BlockingWork.mono(() -> Map.of("request_id", String.valueOf(MDC.get("request_id")))))
                .subscribeOn(Schedulers.boundedElastic());
    }
}
