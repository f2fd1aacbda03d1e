/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.batch;

import dev.agentlens.common.position.PositionToken;
import dev.agentlens.edge.error.ApiException;
import dev.agentlens.ingest.body.BodyReader;
import dev.agentlens.ingest.body.ContentCoding;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** POST /events. */
@RestController
class EventsController {

    private static final int MAX_KEY_LENGTH = 255;

    /** Gateways refuse answers with long headers. Only a batch over hundreds of partitions has a longer one. */
    private static final int LONGEST_POSITION = 2_048;

    private final BodyReader bodies;
    private final Ingestion ingestion;

    EventsController(BodyReader bodies, Ingestion ingestion) {
        this.bodies = bodies;
        this.ingestion = ingestion;
    }

    @PostMapping("/events")
    Mono<ResponseEntity<BatchResponse>> ingest(ServerHttpRequest request) {
        HttpHeaders headers = request.getHeaders();
        requireJson(headers);
        ContentCoding coding = ContentCoding.of(headers.getFirst(HttpHeaders.CONTENT_ENCODING));
        String idempotencyKey = idempotencyKey(headers);
        return bodies.read(request, body -> ingestion.ingest(body, coding, idempotencyKey))
                .map(EventsController::respond);
    }

    private static ResponseEntity<BatchResponse> respond(Ingestion.Answer answer) {
        ResponseEntity.BodyBuilder response =
                ResponseEntity.status(answer.response().httpStatus()).contentType(MediaType.APPLICATION_JSON);
        if (answer.position() != null) {
            String position = PositionToken.of(answer.position()).text();
            if (position.length() <= LONGEST_POSITION) {
                response.header("AgentLens-Position", position);
            }
        }
        return response.body(answer.response());
    }

    private static void requireJson(HttpHeaders headers) {
        if (!isJson(headers)) {
            throw new ApiException(
                    HttpStatus.UNSUPPORTED_MEDIA_TYPE,
                    "Unsupported Content-Type; send the batch as application/json in UTF-8");
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

    private static @Nullable String idempotencyKey(HttpHeaders headers) {
        String key = headers.getFirst("Idempotency-Key");
        if (key == null || key.isBlank()) {
            return null;
        }
        if (key.length() > MAX_KEY_LENGTH) {
            throw ApiException.badRequest(
                    "Idempotency-Key must have at most " + MAX_KEY_LENGTH + " characters, not " + key.length());
        }
        return key.strip();
    }
}
