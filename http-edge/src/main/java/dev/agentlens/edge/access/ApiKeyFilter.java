/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.access;

import dev.agentlens.edge.EdgeProperties;
import dev.agentlens.edge.HttpEdgeAutoConfiguration.Order;
import dev.agentlens.edge.error.ApiException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Every API route needs a key whose scope is the route's, unless no key is set: then it is dev mode. 401 without a valid key, 403 with one of another scope.
 */
@Component
@org.springframework.core.annotation.Order(Order.API_KEY)
class ApiKeyFilter implements WebFilter {

    private static final Logger log = LoggerFactory.getLogger(ApiKeyFilter.class);

    private final List<ApiKey> keys;

    ApiKeyFilter(EdgeProperties properties) {
        keys = Stream.concat(
                        present(properties.apiKey()).map(ApiKey::forEverything),
                        present(properties.apiKeys()).map(ApiKey::parse))
                .toList();
        if (keys.isEmpty()) {
            log.warn("Dev mode: no API key is needed. Set AGENTLENS_API_KEY before others can reach this address.");
        }
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Optional<RouteGroup> group =
                RouteGroup.of(exchange.getRequest().getPath().pathWithinApplication());
        if (keys.isEmpty() || group.isEmpty()) {
            return chain.filter(exchange);
        }
        ApiKey key = find(SentKeys.of(exchange.getRequest().getHeaders()), group.get());
        if (key == null) {
            return Mono.error(new ApiException(HttpStatus.UNAUTHORIZED, "Unauthorized: invalid or missing API key"));
        }
        return key.allows(group.get()) ? chain.filter(exchange) : Mono.error(outOfScope(key, group.get()));
    }

    /**
     * A sent key with the group's scope, else any valid one. In constant time: each sent key is compared with all valid
     * keys.
     */
    private @Nullable ApiKey find(List<String> sent, RouteGroup group) {
        ApiKey found = null;
        for (String candidate : sent) {
            byte[] digest = ApiKey.digest(candidate);
            for (ApiKey key : keys) {
                boolean better = found == null || !found.allows(group);
                found = key.is(digest) && better ? key : found;
            }
        }
        return found;
    }

    private static ApiException outOfScope(ApiKey key, RouteGroup group) {
        KeyScope needed = KeyScope.READ.allows(group) ? KeyScope.READ : KeyScope.INGEST;
        return new ApiException(
                HttpStatus.FORBIDDEN,
                "Forbidden: this needs an API key with the scope " + needed.label() + "; the key sent has "
                        + key.scopes());
    }

    private static Stream<String> present(List<String> entries) {
        return entries.stream().map(String::strip).filter(entry -> !entry.isEmpty());
    }
}
