/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.error;

import java.time.Duration;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * A request that cannot be served, with the response its client gets: the status, the body
 * {@code {"error": message, ...details}} and extra headers. The message is shown as it is, so it says what was expected
 * and what arrived, and never names a class, a statement or a file.
 */
public final class ApiException extends RuntimeException {

    private final HttpStatus status;
    private final transient Map<String, Object> details;
    private final transient HttpHeaders headers;

    /**
     * @param details further fields of the body, written after {@code error} in iteration order
     * @param headers further headers of the response
     */
    public ApiException(HttpStatus status, String message, Map<String, Object> details, HttpHeaders headers) {
        // It becomes a response and is never logged: a stack trace would only help those who provoke many.
        super(message, null, true, false);
        this.status = status;
        this.details = details;
        this.headers = headers;
    }

    public ApiException(HttpStatus status, String message) {
        this(status, message, Map.of(), HttpHeaders.EMPTY);
    }

    /** 400: the request itself is wrong; sending it again cannot help. */
    public static ApiException badRequest(String message) {
        return new ApiException(HttpStatus.BAD_REQUEST, message);
    }

    /** 404: what the request names does not exist. */
    public static ApiException notFound(String message) {
        return new ApiException(HttpStatus.NOT_FOUND, message);
    }

    /** 503 with {@code Retry-After} in whole seconds: the same request may succeed later, and may be repeated. */
    public static ApiException unavailable(String message, Duration retryAfter) {
        HttpHeaders headers = new HttpHeaders();
        headers.set(HttpHeaders.RETRY_AFTER, Long.toString(Math.max(1, retryAfter.toSeconds())));
        return new ApiException(HttpStatus.SERVICE_UNAVAILABLE, message, Map.of(), headers);
    }

    public HttpStatus status() {
        return status;
    }

    public String message() {
        return String.valueOf(getMessage());
    }

    public Map<String, Object> details() {
        return details;
    }

    public HttpHeaders headers() {
        return headers;
    }
}
