/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.event;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.otlp.wire.DecodedItem;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The events of spans, read back as JSON. */
final class Events {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private Events() {}

    static List<JsonNode> of(List<DecodedItem<Span>> spans) {
        SpanMapper mapper = new SpanMapper(OtherSpans.KEEP);
        List<JsonNode> events = new ArrayList<>();
        for (DecodedItem<Span> span : spans) {
            ((MappingResult.Events) mapper.map(span)).events().forEach(event -> events.add(read(event)));
        }
        return events;
    }

    static JsonNode read(RawJson json) {
        return MAPPER.readTree(json.text());
    }

    static List<JsonNode> ofType(List<JsonNode> events, String type) {
        return events.stream()
                .filter(event -> event.get("event_type").asString().equals(type))
                .toList();
    }

    static long sum(List<JsonNode> events, String field) {
        return events.stream().mapToLong(event -> event.path(field).asLong(0)).sum();
    }
}
