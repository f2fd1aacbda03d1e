/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.batch;

import dev.agentlens.edge.error.ApiException;
import dev.agentlens.edge.error.Received;
import dev.agentlens.edge.trace.TraceParent;
import dev.agentlens.ingest.body.ContentCoding;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.web.server.ServerWebExchange;

/**
 * What the headers of POST /events say about the batch.
 *
 * @param deliveryId names this batch on its way from a gateway, which may give it to a second instance where the first does
 *     not answer
 * @param traceParent of the request, where it is a legal one
 */
record BatchHeaders(
        ContentCoding coding,
        @Nullable String idempotencyKey,
        @Nullable String deliveryId,
        @Nullable TraceParent traceParent) {

    private static final int MAX_KEY_LENGTH = 255;

    /** @throws ApiException 415 for a body that is no JSON or of an unknown coding, 400 for too long a key */
    static BatchHeaders of(ServerWebExchange exchange) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        requireJson(headers);
        return new BatchHeaders(
                ContentCoding.of(headers.getFirst(HttpHeaders.CONTENT_ENCODING)),
                key(headers, "Idempotency-Key"),
                key(headers, "AgentLens-Delivery-Id"),
                TraceParent.of(exchange));
    }

    private static void requireJson(HttpHeaders headers) {
        if (!isJson(headers)) {
            throw new ApiException(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "Unsupported Content-Type " + Received.quoted(headers.getFirst(HttpHeaders.CONTENT_TYPE))
                            + "; send the batch as application/json in UTF-8");
        }
    }

    /** No type at all counts as JSON: the body tells. */
    private static boolean isJson(HttpHeaders headers) {
        try {
            MediaType type = headers.getContentType();
            return type == null
                    || (type.getType().equals("application")
                            && (type.getSubtype().equals("json")
                                    || type.getSubtype().endsWith("+json")
                                    || type.getSubtype().equals("octet-stream")));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
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
