/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.access;

import dev.agentlens.edge.EdgeProperties;
import dev.agentlens.edge.HttpEdgeAutoConfiguration.Order;
import dev.agentlens.edge.error.ApiException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * A budget per client and route group, reported on every response of those routes. It runs before the key check, so
 * that requests with wrong keys count too.
 */
@Component
@org.springframework.core.annotation.Order(Order.RATE_LIMIT)
class RateLimitFilter implements WebFilter {

    private final ClientAddress clientAddress;
    private final Map<RouteGroup, ClientBudgets> budgets = new EnumMap<>(RouteGroup.class);
    private final Map<RouteGroup, Counter> refused = new EnumMap<>(RouteGroup.class);

    RateLimitFilter(EdgeProperties properties, MeterRegistry meters) {
        clientAddress = ClientAddress.trusting(properties.trustProxy());
        EdgeProperties.RateLimit limits = properties.rateLimit();
        put(RouteGroup.EVENTS, limits.events(), limits);
        put(RouteGroup.SESSIONS, limits.sessions(), limits);
        put(RouteGroup.ANALYTICS, limits.analytics(), limits);
        for (RouteGroup group : RouteGroup.values()) {
            refused.put(
                    group,
                    Counter.builder("agentlens.edge.requests.rate.limited")
                            .description("Requests refused with 429, because their client's budget was spent")
                            .tag("group", group.label())
                            .register(meters));
        }
    }

    private void put(RouteGroup group, int limit, EdgeProperties.RateLimit limits) {
        if (limit > 0) {
            budgets.put(group, new ClientBudgets(limit, limits.window(), limits.maxClients(), System::nanoTime));
        }
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Optional<RouteGroup> group =
                RouteGroup.of(exchange.getRequest().getPath().pathWithinApplication());
        @Nullable ClientBudgets ofGroup = group.map(budgets::get).orElse(null);
        if (ofGroup == null) {
            return chain.filter(exchange);
        }
        ClientBudgets.Grant grant = ofGroup.spend(clientAddress.of(exchange.getRequest()));
        HttpHeaders headers = exchange.getResponse().getHeaders();
        headers.set("RateLimit-Limit", Integer.toString(grant.limit()));
        headers.set("RateLimit-Remaining", Integer.toString(grant.remaining()));
        headers.set("RateLimit-Reset", Long.toString(grant.resetSeconds()));
        if (grant.granted()) {
            return chain.filter(exchange);
        }
        Objects.requireNonNull(refused.get(group.get())).increment();
        return Mono.error(tooMany(group.get(), grant));
    }

    private static ApiException tooMany(RouteGroup group, ClientBudgets.Grant grant) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, Long.toString(grant.resetSeconds()));
        String what = group == RouteGroup.EVENTS ? "ingestion requests" : "requests";
        return new ApiException(
                HttpStatus.TOO_MANY_REQUESTS, "Too many " + what + ", please try again later", Map.of(), headers);
    }
}
