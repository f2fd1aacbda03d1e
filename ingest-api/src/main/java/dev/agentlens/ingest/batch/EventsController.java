/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.batch;

import dev.agentlens.common.position.PositionToken;
import dev.agentlens.edge.http.ConnectionThread;
import dev.agentlens.ingest.body.BodyReader;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** POST /events. */
@RestController
class EventsController {

    /** Gateways refuse answers with long headers. Only a batch over hundreds of partitions has a longer one. */
    private static final int LONGEST_POSITION = 2_048;

    private final BodyReader bodies;
    private final Ingestion ingestion;

    EventsController(BodyReader bodies, Ingestion ingestion) {
        this.bodies = bodies;
        this.ingestion = ingestion;
    }

    @PostMapping("/events")
    Mono<ResponseEntity<BatchResponse>> ingest(ServerWebExchange exchange) {
        BatchHeaders headers = BatchHeaders.of(exchange);
        return bodies.read(exchange.getRequest(), body -> ingestion.ingest(body, headers))
                .publishOn(ConnectionThread.of(exchange.getRequest()))
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
}
