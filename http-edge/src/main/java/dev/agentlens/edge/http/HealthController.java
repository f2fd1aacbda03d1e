/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.http;

import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** GET /health: this process responds. Whether Kafka and PostgreSQL can be reached is reported by the readiness probe. */
@RestController
class HealthController {

    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final Clock clock = Clock.systemUTC();

    /** @param timestamp now, UTC, ISO 8601 with milliseconds */
    record Health(String status, String timestamp) {}

    @GetMapping("/health")
    Mono<Health> health() {
        return Mono.just(new Health("ok", MILLISECONDS.format(clock.instant())));
    }
}
