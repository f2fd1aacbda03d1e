/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.access;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.http.server.PathContainer;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * The routes that need a key and have a budget. Matched by the parser that also finds the handler, so that no spelling of
 * a path ({@code /%65vents}, {@code /events;a=b}) reaches a handler without its group.
 */
public enum RouteGroup {
    /** All reads of sessions and their events. Before the next group, since one of its paths would be of both. */
    SESSIONS("/sessions/**", "/events/stream"),
    /** All ways in: events, and OpenTelemetry's spans and log records. */
    EVENTS("/events/**", "/v1/traces/**", "/v1/logs/**", "/api/public/otel/**"),
    ANALYTICS("/analytics/**", "/prices/**");

    private final List<PathPattern> patterns;

    RouteGroup(String... patterns) {
        this.patterns = Stream.of(patterns)
                .map(PathPatternParser.defaultInstance::parse)
                .toList();
    }

    /** Its name in metrics. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Empty for open routes, such as /health and documents, and for unknown ones. */
    public static Optional<RouteGroup> of(PathContainer path) {
        return Stream.of(values())
                .filter(group -> group.patterns.stream().anyMatch(pattern -> pattern.matches(path)))
                .findFirst();
    }
}
