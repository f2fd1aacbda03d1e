/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.http;

import dev.agentlens.edge.HttpEdgeAutoConfiguration.Order;
import dev.agentlens.edge.trace.RequestLog;
import dev.agentlens.edge.trace.TraceParent;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Gives every request an id, or keeps the one it brings, and puts it into the response and into the log. The id of its trace
 * goes into the log too.
 */
@Component
@org.springframework.core.annotation.Order(Order.REQUEST_ID)
class RequestIdFilter implements WebFilter {

    static final String HEADER = "X-Request-Id";

    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String id = idOf(exchange.getRequest().getHeaders().getFirst(HEADER));
        exchange.getResponse().getHeaders().set(HEADER, id);
        return chain.filter(exchange).contextWrite(RequestLog.begin(exchange, id, TraceParent.of(exchange)));
    }

    private static String idOf(@Nullable String sent) {
        return sent != null && LEGAL.matcher(sent).matches()
                ? sent
                : UUID.randomUUID().toString();
    }
}
