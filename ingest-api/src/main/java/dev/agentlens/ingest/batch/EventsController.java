/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.batch;

import dev.agentlens.edge.error.ApiException;
import dev.agentlens.edge.error.RequestExcerpt;
import dev.agentlens.ingest.pipeline.EventPipeline;
import dev.agentlens.ingest.pipeline.PositionHeader;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** POST /events. */
@RestController
class EventsController {

    private final EventPipeline pipeline;
    private final BatchFormat format;

    EventsController(EventPipeline pipeline, BatchFormat format) {
        this.pipeline = pipeline;
        this.format = format;
    }

    @PostMapping("/events")
    Mono<ResponseEntity<BatchResponse>> ingest(ServerWebExchange exchange) {
        requireJson(exchange.getRequest().getHeaders());
        return pipeline.ingest(exchange, format)
                .map(batch -> ResponseEntity.status(batch.report().httpStatus())
                        .contentType(MediaType.APPLICATION_JSON)
                        .headers(headers -> PositionHeader.add(headers, batch.position()))
                        .body(batch.report()));
    }

    private static void requireJson(HttpHeaders headers) {
        if (!isJson(headers)) {
            throw new ApiException(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "Unsupported Content-Type " + RequestExcerpt.quoted(headers.getFirst(HttpHeaders.CONTENT_TYPE))
                            + "; send the batch as application/json in UTF-8");
        }
    }

    /** A missing content type counts as JSON: the body is validated anyway. */
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
}
