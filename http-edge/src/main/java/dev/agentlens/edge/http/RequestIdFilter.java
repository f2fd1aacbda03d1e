/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.http;

import dev.agentlens.edge.HttpEdgeAutoConfiguration.Order;
import dev.agentlens.edge.trace.TraceParent;
import io.micrometer.context.ContextRegistry;
import io.micrometer.context.integration.Slf4jThreadLocalAccessor;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Gives every request an id, or keeps the one it brings, and puts it into the answer and into the log. The id of its trace
 * goes into the log too.
 */
@Component
@org.springframework.core.annotation.Order(Order.REQUEST_ID)
class RequestIdFilter implements WebFilter {

    static final String HEADER = "X-Request-Id";

    /** The key in the log's MDC. */
    static final String LOG_KEY = "request_id";

    /** Elastic Common Schema's name of it. */
    static final String TRACE_KEY = "trace.id";

    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    RequestIdFilter() {
        ContextRegistry.getInstance().registerThreadLocalAccessor(new Slf4jThreadLocalAccessor(LOG_KEY, TRACE_KEY));
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String id = idOf(exchange.getRequest().getHeaders().getFirst(HEADER));
        exchange.getResponse().getHeaders().set(HEADER, id);
        exchange.getAttributes().put(LOG_KEY, id);
        TraceParent trace = TraceParent.of(exchange);
        Map<String, String> logged =
                trace == null ? Map.of(LOG_KEY, id) : Map.of(LOG_KEY, id, TRACE_KEY, trace.traceId());
        return chain.filter(exchange).contextWrite(context -> context.put(Slf4jThreadLocalAccessor.KEY, logged));
    }

    private static String idOf(@Nullable String sent) {
        return sent != null && LEGAL.matcher(sent).matches()
                ? sent
                : UUID.randomUUID().toString();
    }
}
