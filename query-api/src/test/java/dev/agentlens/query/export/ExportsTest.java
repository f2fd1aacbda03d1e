/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.export;

import static dev.agentlens.query.session.Traces.session;
import static dev.agentlens.query.session.Traces.step;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.prices.PriceList;
import dev.agentlens.query.Golden;
import dev.agentlens.query.http.StreamedJson;
import dev.agentlens.query.prices.EventCosts;
import dev.agentlens.query.session.Session;
import dev.agentlens.query.session.TraceEvent;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The two exports that are JSON. */
class ExportsTest {

    private static final EventCosts COSTS = new EventCosts(PriceList.shipped());

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final Instant NOW = Instant.parse("2026-02-18T10:30:00Z");
    private static final String METADATA = "{\"version\":\"2.0\",\"n\":1e400}";

    private static final List<TraceEvent> TRACE = List.of(
            step("llm_call")
                    .id("evt001")
                    .model("gpt-4")
                    .tokens(50, 30)
                    .duration("150.0")
                    .input("{\"prompt\":\"...\"}")
                    .output("{\"response\":\"\\u0000\\ud800\"}")
                    .event(),
            step("tool_call")
                    .id("evt002")
                    .duration("0.1")
                    .tool("{\"tool_name\":\"x\"}")
                    .decision("{\"reasoning\":\"y\"}")
                    .extra("{\"span_id\":\"s\",\"_type\":\"mine\",\"\\ud800\":1.50,\"\\udc00\":12345678901234567890}")
                    .event(),
            step("llm_call")
                    .id("evt003")
                    .model("a-model")
                    .duration("0.2")
                    .extra("{\"_type\":1}")
                    .event(),
            step("zeta").id("evt004").model("gpt-4").extra("{\"z\":null}").event());

    private static final Session SESSION = session("abc123", "research-agent", TRACE);

    @Test
    void jsonHasTheShapeOfTheApiReference() {
        String json = json(TRACE);

        Golden.assertSame("export.json", json.replace(",{", ",\n{") + "\n");
        assertThat(MAPPER.readTree(json).get("events")).hasSize(4);
    }

    @Test
    void emptySessionIsACompleteDocument() {
        JsonNode summary = MAPPER.readTree(json(List.of())).get("summary");

        assertThat(summary.get("models_used")).isEmpty();
        assertThat(summary.get("total_duration_ms").asInt()).isZero();
    }

    @Test
    void summaryNamesABoundedNumberOfTypesAndCountsTheRest() {
        List<TraceEvent> trace = java.util.stream.IntStream.range(0, 1_500)
                .mapToObj(i -> step("type-" + i).duration("0.1").event())
                .toList();
        JsonNode summary = MAPPER.readTree(json(trace)).get("summary");

        assertThat(summary.get("event_types")).hasSize(1_000);
        assertThat(summary.get("event_types").get(999).asString()).isEqualTo("type-999");
        assertThat(summary.get("total_duration_ms").asInt()).isEqualTo(150);
    }

    @Test
    void ndjsonHasOneObjectInEachLine() {
        String ndjson = written(json -> {
            NdjsonExport export = new NdjsonExport(json, COSTS);
            export.session(SESSION, METADATA);
            TRACE.forEach(export::event);
        });

        Golden.assertSame("export.ndjson", ndjson);
        assertThat(ndjson.lines())
                .hasSize(1 + TRACE.size())
                .allSatisfy(line -> assertThat(
                                MAPPER.readTree(line.replace("\\ud800", "").replace("\\udc00", "x"))
                                        .propertyNames())
                        .startsWith("_type"));
    }

    private static String json(List<TraceEvent> trace) {
        Session session = session("abc123", "research-agent", trace);
        return written(json -> {
            JsonExport export = new JsonExport(json, COSTS);
            export.begin(session, METADATA, NOW);
            trace.forEach(export::event);
            export.end(session);
        });
    }

    private static String written(Consumer<JsonGenerator> body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = new StreamedJson(MAPPER).generator(out)) {
            body.accept(json);
        }
        return out.toString(UTF_8);
    }
}
