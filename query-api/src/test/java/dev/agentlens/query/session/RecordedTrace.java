/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import dev.agentlens.messages.json.Json;
import dev.agentlens.otlp.event.MappingResult;
import dev.agentlens.otlp.event.OtherSpans;
import dev.agentlens.otlp.event.SpanMapper;
import dev.agentlens.otlp.wire.DecodedItem;
import dev.agentlens.otlp.wire.Encoding;
import dev.agentlens.otlp.wire.Signal;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Recorded traces of agent frameworks, as the events that POST /v1/traces makes of them. */
public final class RecordedTrace {

    private static final Path RECORDINGS = Path.of("..", "otlp", "src", "test", "resources", "recordings");
    private static final int MAX_ITEMS = 20_000;

    private RecordedTrace() {}

    /** @param name without its ending */
    public static RecordedSession read(String name) throws IOException {
        return RecordedSession.of(events(Files.readAllBytes(RECORDINGS.resolve(name + ".otlp.json"))));
    }

    static List<JsonNode> events(byte[] request) {
        SpanMapper mapper = new SpanMapper(OtherSpans.KEEP);
        List<JsonNode> events = new ArrayList<>();
        for (DecodedItem<Span> span : Signal.TRACES.decode(request, Encoding.JSON, MAX_ITEMS)) {
            ((MappingResult.Events) mapper.map(span)).events().forEach(event -> events.add(Json.parse(event.text())));
        }
        return events;
    }
}
