/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.error;

import dev.agentlens.edge.trace.RequestLog;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.webflux.error.ErrorWebExceptionHandler;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.stereotype.Component;
import org.springframework.web.ErrorResponse;
import org.springframework.web.server.MethodNotAllowedException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.netty.channel.AbortedException;
import tools.jackson.databind.json.JsonMapper;

/** The single place that turns errors into responses: {@code {"error": "..."}} without internal details. */
@Component
@Order(-2)
class ApiErrorHandler implements ErrorWebExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(ApiErrorHandler.class);
    private static final int MAX_PATH = 200;

    private final JsonMapper json;

    ApiErrorHandler(JsonMapper json) {
        this.json = json;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        if (failure instanceof AbortedException) {
            log.debug("The client went away", failure);
            return Mono.empty();
        }
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted()) {
            // Too late for an error body: the connection is closed, so that the client sees a broken response as
            // broken.
            RequestLog.naming(exchange, () -> log.warn("A response broke off", failure));
            return Mono.error(failure);
        }
        ApiException error = asApiException(exchange, failure);
        if (error.status() == HttpStatus.INTERNAL_SERVER_ERROR) {
            ServerHttpRequest request = exchange.getRequest();
            RequestLog.naming(exchange, () -> log.error("{} {} failed", request.getMethod(), path(request), failure));
        }
        response.setStatusCode(error.status());
        response.getHeaders().remove("Content-Disposition");
        error.headers().forEach((name, values) -> response.getHeaders().put(name, values));
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        byte[] body = body(error);
        response.getHeaders().setContentLength(body.length);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    private byte[] body(ApiException error) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("error", error.message());
        body.putAll(error.details());
        return json.writeValueAsBytes(body);
    }

    private static ApiException asApiException(ServerWebExchange exchange, Throwable failure) {
        if (failure instanceof ApiException error) {
            return error;
        }
        ServerHttpRequest request = exchange.getRequest();
        if (failure instanceof MethodNotAllowedException notAllowed) {
            return methodNotAllowed(request, notAllowed);
        }
        if (failure instanceof DataBufferLimitException) {
            return new ApiException(HttpStatus.CONTENT_TOO_LARGE, "The body is too large");
        }
        if (failure instanceof RejectedExecutionException) {
            return ApiException.unavailable("Too many requests are waiting; try again later", Duration.ofSeconds(1));
        }
        if (failure instanceof ErrorResponse response) {
            return ofStatus(request, response.getStatusCode());
        }
        return new ApiException(HttpStatus.INTERNAL_SERVER_ERROR, "Internal server error");
    }

    private static ApiException methodNotAllowed(ServerHttpRequest request, MethodNotAllowedException failure) {
        String allowed = failure.getSupportedMethods().stream()
                .map(HttpMethod::name)
                .sorted()
                .collect(Collectors.joining(", "));
        return new ApiException(
                HttpStatus.METHOD_NOT_ALLOWED,
                "Method " + request.getMethod() + " is not allowed here; allowed: " + allowed,
                Map.of(),
                failure.getHeaders());
    }

    private static ApiException ofStatus(ServerHttpRequest request, HttpStatusCode code) {
        HttpStatus status = HttpStatus.resolve(code.value());
        if (status == null || status.is5xxServerError()) {
            return status == HttpStatus.SERVICE_UNAVAILABLE
                    ? new ApiException(status, "Service unavailable")
                    : new ApiException(HttpStatus.INTERNAL_SERVER_ERROR, "Internal server error");
        }
        String message = switch (status) {
            case NOT_FOUND -> "No such route: " + request.getMethod() + " " + path(request);
            case UNSUPPORTED_MEDIA_TYPE ->
                "Unsupported Content-Type "
                        + RequestExcerpt.quoted(request.getHeaders().getFirst(HttpHeaders.CONTENT_TYPE))
                        + "; send application/json";
            case CONTENT_TOO_LARGE -> "The body is too large";
            case BAD_REQUEST -> "The request cannot be read: its body or a parameter is malformed";
            default -> status.getReasonPhrase();
        };
        return new ApiException(status, message);
    }

    private static String path(ServerHttpRequest request) {
        String path = request.getPath().value();
        return path.length() <= MAX_PATH ? path : path.substring(0, MAX_PATH) + "…";
    }
}
