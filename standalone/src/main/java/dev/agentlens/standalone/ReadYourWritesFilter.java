/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone;

import dev.agentlens.edge.HttpEdgeAutoConfiguration;
import dev.agentlens.edge.access.RouteGroup;
import dev.agentlens.edge.http.ConnectionThread;
import java.util.concurrent.CompletableFuture;
import org.springframework.core.Ordered;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Lets each read wait until the read tables contain what this process had acknowledged when it arrived. */
final class ReadYourWritesFilter implements WebFilter, Ordered {

    private final UnprojectedEvents events;

    ReadYourWritesFilter(UnprojectedEvents events) {
        this.events = events;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (!isRead(exchange)) {
            return chain.filter(exchange);
        }
        CompletableFuture<Void> projected = events.projected();
        if (projected.isDone()) {
            return chain.filter(exchange);
        }
        return UnprojectedEvents.within2s(projected)
                // The projection's thread completes it.
                .publishOn(ConnectionThread.of(exchange.getRequest()))
                .then(chain.filter(exchange));
    }

    /** After the key check, so that only valid clients can speed up the projection. */
    @Override
    public int getOrder() {
        return HttpEdgeAutoConfiguration.Order.API_KEY + 5;
    }

    private static boolean isRead(ServerWebExchange exchange) {
        return RouteGroup.of(exchange.getRequest().getPath().pathWithinApplication())
                .filter(group -> group != RouteGroup.EVENTS)
                .isPresent();
    }
}
