/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.position;

import dev.agentlens.edge.HttpEdgeAutoConfiguration;
import dev.agentlens.edge.access.RouteGroup;
import dev.agentlens.query.cache.ReadCache;
import dev.agentlens.query.position.TablesState.Incarnation;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Lets a read wait for the positions that it sends along, and responds from tables that contain them, or with an error.
 *
 * <p>The check and the read are different transactions. What the check saw, every later one sees too, unless PostgreSQL
 * crashed and lost its last commits. So no response is sent, not even an error, before it is confirmed that it did not.
 */
@Component
@Order(HttpEdgeAutoConfiguration.Order.API_KEY + 10)
class PositionFilter implements WebFilter {

    private final PositionWatcher tables;
    private final PositionWaits waits;
    private final PositionProperties properties;

    PositionFilter(PositionWatcher tables, PositionWaits waits, PositionProperties properties) {
        this.tables = tables;
        this.waits = waits;
        this.properties = properties;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        List<String> positions = values(exchange, RequiredPosition.HEADER);
        if (positions.isEmpty() || !isRead(exchange)) {
            return chain.filter(exchange);
        }
        RequiredPosition wanted = RequiredPosition.of(positions);
        WaitPreference preference = WaitPreference.of(values(exchange, "Prefer"), properties.maxWait());
        if (preference.applied()) {
            exchange.getResponse()
                    .getHeaders()
                    .set("Preference-Applied", "wait=" + preference.time().toSeconds());
        }
        return Mono.using(
                tables::hold,
                held -> waits.until(wanted, preference.time()).flatMap(since -> read(exchange, chain, since)),
                PositionWatcher::release);
    }

    private Mono<Void> read(ServerWebExchange exchange, WebFilterChain chain, Incarnation since) {
        ServerHttpResponse response = exchange.getResponse();
        Mono<Void> confirmation = tables.confirm(since);
        ServerWebExchange confirmed = exchange.mutate()
                .response(new ConfirmedResponse(response, confirmation))
                .build();
        return chain.filter(confirmed)
                // What the check saw may not be reported to the cache yet.
                .contextWrite(ReadCache::bypassed)
                .onErrorResume(failure ->
                        response.isCommitted() ? Mono.error(failure) : confirmation.then(Mono.error(failure)));
    }

    private static boolean isRead(ServerWebExchange exchange) {
        Optional<RouteGroup> group =
                RouteGroup.of(exchange.getRequest().getPath().pathWithinApplication());
        return group.isPresent() && group.get() != RouteGroup.EVENTS;
    }

    private static List<String> values(ServerWebExchange exchange, String header) {
        @Nullable List<String> values = exchange.getRequest().getHeaders().get(header);
        return values == null ? List.of() : values;
    }
}
