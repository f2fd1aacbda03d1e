/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.otlp;

import dev.agentlens.edge.error.ApiException;
import dev.agentlens.edge.error.RequestExcerpt;
import dev.agentlens.ingest.pipeline.EventFormat;
import dev.agentlens.ingest.pipeline.EventPipeline;
import dev.agentlens.ingest.pipeline.PositionHeader;
import dev.agentlens.otlp.wire.Encoding;
import dev.agentlens.otlp.wire.Responses;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * OTLP/HTTP. A response has the encoding of its request. The body of an error is a google.rpc.Status; in JSON it has the
 * field {@code error} of every other error beside it.
 */
@RestController
class OtlpController {

    private final EventPipeline pipeline;
    private final OtlpFormats formats;

    OtlpController(EventPipeline pipeline, OtlpFormats formats) {
        this.pipeline = pipeline;
        this.formats = formats;
    }

    /** The second path is where Langfuse's SDKs send theirs. */
    @PostMapping({"/v1/traces", "/api/public/otel/v1/traces"})
    Mono<ResponseEntity<byte[]>> traces(ServerWebExchange exchange) {
        Encoding encoding = encoding(exchange);
        return respond(exchange, encoding, formats.traces(encoding), Responses::partialTraces);
    }

    @PostMapping("/v1/logs")
    Mono<ResponseEntity<byte[]>> logs(ServerWebExchange exchange) {
        Encoding encoding = encoding(exchange);
        return respond(exchange, encoding, formats.logs(encoding), Responses::partialLogs);
    }

    private Mono<ResponseEntity<byte[]>> respond(
            ServerWebExchange exchange, Encoding encoding, EventFormat<OtlpReport> format, Partial partial) {
        return pipeline.ingest(exchange, format)
                .map(request -> {
                    OtlpReport report = request.report();
                    byte[] body = report.rejected() == 0
                            ? Responses.success(encoding)
                            : partial.body(encoding, report.rejected(), report.message());
                    return response(HttpStatus.OK, encoding)
                            .headers(headers -> PositionHeader.add(headers, request.position()))
                            .body(body);
                })
                .onErrorResume(ApiException.class, error -> refused(encoding, error));
    }

    private static Mono<ResponseEntity<byte[]>> refused(Encoding encoding, ApiException error) {
        int code = statusCode(error.status());
        if (encoding == Encoding.JSON) {
            Map<String, Object> status = new LinkedHashMap<>();
            status.put("code", code);
            status.put("message", error.message());
            return Mono.error(new ApiException(error.status(), error.message(), status, error.headers()));
        }
        return Mono.just(response(error.status(), encoding)
                .headers(headers -> headers.addAll(error.headers()))
                .body(Responses.status(encoding, code, error.message())));
    }

    private static ResponseEntity.BodyBuilder response(HttpStatus status, Encoding encoding) {
        return ResponseEntity.status(status).header(HttpHeaders.CONTENT_TYPE, encoding.mediaType());
    }

    private static Encoding encoding(ServerWebExchange exchange) {
        String contentType = exchange.getRequest().getHeaders().getFirst(HttpHeaders.CONTENT_TYPE);
        return Encoding.of(contentType == null ? "" : contentType)
                .orElseThrow(() -> new ApiException(
                        HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                        "Unsupported Content-Type " + RequestExcerpt.quoted(contentType)
                                + "; send OTLP as application/x-protobuf or application/json"
                                + " (OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf)"));
    }

    /** By google/rpc/code.proto. */
    private static int statusCode(HttpStatus status) {
        return switch (status) {
            case CONTENT_TOO_LARGE -> 8;
            case SERVICE_UNAVAILABLE -> 14;
            default -> 3;
        };
    }

    /** A response that some items were rejected. */
    private interface Partial {

        byte[] body(Encoding encoding, long rejected, String message);
    }
}
