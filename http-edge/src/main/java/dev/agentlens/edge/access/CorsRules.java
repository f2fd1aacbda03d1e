/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.access;

import dev.agentlens.edge.EdgeProperties;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.CorsConfiguration;

/**
 * What browsers may do from other origins (Fetch standard, "CORS protocol"). Any header may be sent: tracing and gateways add
 * their own to requests, and a browser sends nothing where one of them is not allowed. No cookies are used.
 */
@Component
public final class CorsRules {

    static final List<String> METHODS = List.of("GET", "POST", "PUT", "DELETE");

    private static final List<String> EXPOSED = List.of(
            "RateLimit-Limit",
            "RateLimit-Remaining",
            "RateLimit-Reset",
            "Retry-After",
            "AgentLens-Position",
            "Preference-Applied",
            "X-Request-Id",
            "Content-Disposition");

    private final CorsConfiguration configuration = new CorsConfiguration();

    CorsRules(EdgeProperties properties) {
        CorsOrigins origins = CorsOrigins.parse(properties.corsOrigins());
        configuration.setAllowedOrigins(origins.exact());
        configuration.setAllowedOriginPatterns(origins.patterns());
        configuration.setAllowedMethods(METHODS);
        configuration.setAllowedHeaders(List.of(CorsConfiguration.ALL));
        configuration.setExposedHeaders(EXPOSED);
        configuration.setMaxAge(Duration.ofMinutes(10));
    }

    CorsConfiguration configuration() {
        return configuration;
    }

    boolean allows(@Nullable String origin) {
        return configuration.checkOrigin(origin) != null;
    }

    /**
     * Headers of a response that no filter has seen.
     *
     * @param origin of the request; null where it has none, or none that could be read
     */
    public Map<String, String> headers(@Nullable String origin) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        String allowed = configuration.checkOrigin(origin == null ? CorsConfiguration.ALL : origin);
        if (allowed != null) {
            headers.put(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, allowed);
            headers.put(HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS, String.join(", ", EXPOSED));
        }
        return headers;
    }
}
