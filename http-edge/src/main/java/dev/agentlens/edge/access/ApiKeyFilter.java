/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.edge.EdgeProperties;
import dev.agentlens.edge.HttpEdgeAutoConfiguration.Order;
import dev.agentlens.edge.error.ApiException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Every API route needs one of the keys in {@code X-API-Key}, unless none is set: then it is dev mode. */
@Component
@org.springframework.core.annotation.Order(Order.API_KEY)
class ApiKeyFilter implements WebFilter {

    private static final Logger log = LoggerFactory.getLogger(ApiKeyFilter.class);

    private final List<byte[]> digests;

    ApiKeyFilter(EdgeProperties properties) {
        digests = properties.keys().stream().map(ApiKeyFilter::digest).toList();
        if (digests.isEmpty()) {
            log.warn("Dev mode: no API key is needed. Set AGENTLENS_API_KEY before others can reach this address.");
        }
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        boolean open = digests.isEmpty()
                || RouteGroup.of(exchange.getRequest().getPath().pathWithinApplication())
                        .isEmpty();
        if (open || isValid(exchange.getRequest().getHeaders().getFirst("X-API-Key"))) {
            return chain.filter(exchange);
        }
        return Mono.error(new ApiException(HttpStatus.UNAUTHORIZED, "Unauthorized: invalid or missing API key"));
    }

    /** In time that tells nothing of the keys: digests of equal length, and all of them compared. */
    private boolean isValid(@Nullable String sent) {
        byte[] digest = digest(sent == null ? "" : sent);
        boolean valid = false;
        for (byte[] known : digests) {
            valid |= MessageDigest.isEqual(known, digest);
        }
        return valid;
    }

    private static byte[] digest(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
