/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.server.RequestPath;

class RouteGroupTest {

    @ParameterizedTest
    @CsvSource({
        "/events, EVENTS",
        "/events/, EVENTS",
        "/events/any/thing, EVENTS",
        "/%65vents, EVENTS",
        "/%65%76%65%6e%74%73, EVENTS",
        "/events;a=b, EVENTS",
        "/events;a=b/x;c, EVENTS",
        "/events;, EVENTS",
        "/events/stream, SESSIONS",
        "/%65vents/%73tream;a=b, SESSIONS",
        "/events/stream/x, EVENTS",
        "/sessions, SESSIONS",
        "/sessions/x, SESSIONS",
        "/sessions/x/explain, SESSIONS",
        "/sessions/compare, SESSIONS",
        "/sessions/%2e%2e/health, SESSIONS",
        "/sessions/../health, SESSIONS",
        "/s%65ssions;v=1/a%2Fb, SESSIONS",
        "/analytics, ANALYTICS",
        "/analytics/x, ANALYTICS"
    })
    void everySpellingOfARouteIsInItsGroup(String path, RouteGroup group) {
        assertThat(RouteGroup.of(RequestPath.parse(path, null).pathWithinApplication()))
                .contains(group);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "",
                "/health",
                "/eventsfoo",
                "/events%2Ffoo",
                "/event",
                "/Events",
                "/%2565vents",
                "/sessionsx/y",
                "/session",
                "/x/events",
                "/;/events",
                "//events",
                "/docs/sessions",
                "/analytics.json"
            })
    void otherPathsAreInNone(String path) {
        assertThat(RouteGroup.of(RequestPath.parse(path, null).pathWithinApplication()))
                .isEmpty();
    }
}
