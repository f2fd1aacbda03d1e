/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.access;

import dev.agentlens.edge.HttpEdgeAutoConfiguration.Order;
import dev.agentlens.edge.error.ApiException;
import dev.agentlens.edge.error.RequestExcerpt;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.cors.reactive.CorsUtils;
import org.springframework.web.cors.reactive.DefaultCorsProcessor;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.InvalidUrlException;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * Cross-origin requests. A preflight gets its response here: it needs no key and costs no budget. A request from an origin
 * that is not allowed is served without CORS headers, so that its browser withholds the response from the page.
 */
@Component
@org.springframework.core.annotation.Order(Order.CORS)
class CorsFilter implements WebFilter {

    /** Probes and metrics, on their own port, are no part of the API: no page in a browser may read them. */
    private static final PathPattern PROBES = PathPatternParser.defaultInstance.parse("/actuator/**");

    private final CorsRules rules;
    private final DefaultCorsProcessor processor = new DefaultCorsProcessor();

    CorsFilter(CorsRules rules) {
        this.rules = rules;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (PROBES.matches(exchange.getRequest().getPath().pathWithinApplication())) {
            return chain.filter(exchange);
        }
        if (!isCrossOrigin(exchange.getRequest())) {
            exchange.getResponse().getHeaders().add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
            return chain.filter(exchange);
        }
        boolean preflight = CorsUtils.isPreFlightRequest(exchange.getRequest());
        String origin = exchange.getRequest().getHeaders().getOrigin();
        if (!rules.allows(origin)) {
            exchange.getResponse().getHeaders().add(HttpHeaders.VARY, HttpHeaders.ORIGIN);
            return preflight
                    ? Mono.error(refused("the origin " + RequestExcerpt.quoted(origin) + " is not among CORS_ORIGINS"))
                    : chain.filter(exchange);
        }
        boolean allowed = processor.process(rules.configuration(), exchange);
        if (preflight) {
            return allowed
                    ? exchange.getResponse().setComplete()
                    : Mono.error(refused("the method "
                            + RequestExcerpt.quoted(exchange.getRequest()
                                    .getHeaders()
                                    .getFirst(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD))
                            + " is not among " + String.join(", ", CorsRules.METHODS)));
        }
        return chain.filter(exchange);
    }

    /** No browser sends an Origin that is not a URL: such a client is treated like any other. */
    private static boolean isCrossOrigin(ServerHttpRequest request) {
        try {
            return CorsUtils.isCorsRequest(request);
        } catch (InvalidUrlException e) {
            return false;
        }
    }

    private static ApiException refused(String reason) {
        return new ApiException(HttpStatus.FORBIDDEN, "CORS preflight refused: " + reason);
    }
}
