/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.load;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.agentlens.e2e.json.Json;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** The parts of a response that acknowledges a batch, as one line. */
final class Acknowledgement {

    private Acknowledgement() {}

    static String expected(Batch batch) {
        return switch (batch.format()) {
            case EVENTS -> events(batch.acceptable(), batch.rejected());
            case OTLP_JSON, OTLP_PROTOBUF -> spans(batch.rejected().size());
        };
    }

    static String found(Batch batch, byte[] body) {
        return switch (batch.format()) {
            case EVENTS -> {
                JsonNode json = Json.parse(body);
                yield events(
                        json.get("processed").intValue(),
                        StreamSupport.stream(json.path("rejected").spliterator(), false)
                                .map(one -> one.get("index").intValue())
                                .toList());
            }
            case OTLP_JSON ->
                spans(Json.parse(body)
                        .path("partialSuccess")
                        .path("rejectedSpans")
                        .asLong(0));
            case OTLP_PROTOBUF -> spans(protobuf(body).getPartialSuccess().getRejectedSpans());
        };
    }

    private static String events(int processed, Object rejected) {
        return processed + " processed, rejected " + rejected;
    }

    private static String spans(long rejected) {
        return rejected + " spans rejected";
    }

    private static ExportTraceServiceResponse protobuf(byte[] body) {
        try {
            return ExportTraceServiceResponse.parseFrom(body);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("No response of OTLP", e);
        }
    }
}
