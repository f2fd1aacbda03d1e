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
 * @param apiKey keys that may do everything; several at once allow rotation
 * @param apiKeys keys that may do some things, each {@code name:scope:key}. Scopes are {@code ingest}, {@code read},
 *     {@code admin}, several joined by {@code +}; {@code sha256=} and 64 hexadecimal digits stand for a key that is not
 *     written down. Without any key, here or in AGENTLENS_API_KEY: dev mode, in which none is needed
 * @param corsOrigins origins that browsers may call from, each {@code scheme://host[:port]}, or {@code scheme://*.host[:port]}
 *     for all subdomains; {@code *}: any. Set by CORS_ORIGINS
 * @param trustProxy when X-Forwarded-For is believed: a number of proxies (0 to 99), or a list of their addresses and
 *     CIDRs; none: never
 * @param rateLimit requests per client and window
 * @param blockingThreads threads for responses that wait for the database, where the JVM has no virtual threads
 */
@Validated
@ConfigurationProperties("agentlens")
public record EdgeProperties(
        @DefaultValue List<String> apiKey,
        @DefaultValue List<String> apiKeys,
        @DefaultValue("*") List<String> corsOrigins,
        @DefaultValue("") String trustProxy,
        @DefaultValue RateLimit rateLimit,
        @DefaultValue("32") @Min(1) @Max(1024) int blockingThreads) {

    /**
     * @param events requests to /events per client and window; 0: no limit
     * @param sessions requests to /sessions and below per client and window; 0: no limit
     * @param analytics requests to /analytics per client and window; 0: no limit
     * @param window length of the window; a client's begins with its first request
     * @param maxClients clients remembered at a time, for each of the three; beyond it the longest unseen is forgotten
     */
    public record RateLimit(
            @DefaultValue("60") @Min(0) int events,
            @DefaultValue("120") @Min(0) int sessions,
            @DefaultValue("120") @Min(0) int analytics,
            @DefaultValue("60s") @NotNull Duration window,
            @DefaultValue("100000") @Min(1) int maxClients) {}
}
