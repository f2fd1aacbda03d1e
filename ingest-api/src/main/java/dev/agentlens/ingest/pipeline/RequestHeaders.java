/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.pipeline;

import dev.agentlens.edge.error.ApiException;
import dev.agentlens.edge.trace.TraceParent;
import dev.agentlens.ingest.body.ContentCoding;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;

/**
 * What the headers of a request with events say, in whatever format these are.
 *
 * @param deliveryId names this batch on its way from a gateway, which may pass it to a second instance if the first
 *     does not respond
 * @param traceParent of the request, where it is a legal one
 */
public record RequestHeaders(
        ContentCoding coding,
        @Nullable String idempotencyKey,
        @Nullable String deliveryId,
        @Nullable TraceParent traceParent) {

    private static final int MAX_KEY_LENGTH = 255;

    /** @throws ApiException 415 for an unknown content coding, 400 for too long a key */
    public static RequestHeaders of(ServerWebExchange exchange) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        return new RequestHeaders(
                ContentCoding.of(headers.getFirst(HttpHeaders.CONTENT_ENCODING)),
                key(headers, "Idempotency-Key"),
                key(headers, "AgentLens-Delivery-Id"),
                TraceParent.of(exchange));
    }

    private static @Nullable String key(HttpHeaders headers, String name) {
        String key = headers.getFirst(name);
        if (key == null || key.isBlank()) {
            return null;
        }
        if (key.length() > MAX_KEY_LENGTH) {
            throw ApiException.badRequest(
                    name + " must have at most " + MAX_KEY_LENGTH + " characters, not " + key.length());
        }
        return key.strip();
    }
}
