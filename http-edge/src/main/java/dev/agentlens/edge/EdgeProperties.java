/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Settings of the edge. {@code agentlens.rate-limit.events} is set by AGENTLENS_RATE_LIMIT_EVENTS, and so on.
 *
 * @param apiKey keys that are valid, comma-separated; none: dev mode, in which no key is needed
 * @param corsOrigins origins that browsers may call from, or {@code *}; also set by CORS_ORIGINS
 * @param trustProxy when X-Forwarded-For is believed: a number of proxies, or a list of their addresses or CIDRs; empty:
 *     never
 * @param rateLimit requests per client and window
 * @param blockingThreads that run handlers which wait for the database, where the JVM has no virtual threads
 */
@Validated
@ConfigurationProperties("agentlens")
public record EdgeProperties(
        @DefaultValue List<String> apiKey,
        @DefaultValue("*") List<String> corsOrigins,
        @DefaultValue("") String trustProxy,
        @DefaultValue RateLimit rateLimit,
        @DefaultValue("32") @Min(1) @Max(1024) int blockingThreads) {

    /**
     * @param events requests to /events; 0 turns the limit off
     * @param sessions requests to /sessions and below; 0 turns the limit off
     * @param analytics requests to /analytics; 0 turns the limit off
     * @param window length of the window
     * @param maxClients that are remembered at a time; beyond it the longest unseen is forgotten
     */
    public record RateLimit(
            @DefaultValue("60") @Min(0) int events,
            @DefaultValue("120") @Min(0) int sessions,
            @DefaultValue("120") @Min(0) int analytics,
            @DefaultValue("60s") @NotNull Duration window,
            @DefaultValue("100000") @Min(1) int maxClients) {}

    /** The keys that are set, without blanks. */
    public List<String> keys() {
        return apiKey.stream().map(String::strip).filter(key -> !key.isEmpty()).toList();
    }
}
