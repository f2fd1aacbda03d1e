/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.contract;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEventCodec;
import dev.agentlens.common.event.AgentEvents;
import dev.agentlens.common.event.EventTopic;
import dev.agentlens.common.event.MalformedEventException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The published schemas and the code say the same. */
class AgentEventSchemaTest {

    private static final String EVENT = "agent-event.v1.schema.json";
    private static final String HEADERS = "agent-event-headers.v1.schema.json";

    private static final PublishedSchema EVENTS = PublishedSchema.ofFile(EVENT);
    private static final PublishedSchema EVENT_HEADERS = PublishedSchema.ofFile(HEADERS);

    private static final Set<String> DESCRIBED =
            Set.copyOf(PublishedDocuments.json(EVENT).path("properties").propertyNames());

    /** A legal event but for the fields that a test puts beside these. */
    private static final String VALID =
            "{\"event_id\":\"e\",\"session_id\":\"s\",\"event_type\":\"t\",\"timestamp\":\"2026-01-01T00:00:00Z\"";

    @Test
    void whateverTheCodecWritesIsAsTheSchemaSays() {
        SplittableRandom random = new SplittableRandom(42);
        Stream<AgentEvent> events = Stream.concat(
                AgentEvents.oneOfEachKind().stream(),
                Stream.generate(() -> AgentEvents.random(random)).limit(500));

        // The first fault is enough, and its message short enough to be read.
        events.forEach(event -> {
            String value = new String(AgentEventCodec.encode(event), UTF_8);
            JsonNode json = PublishedDocuments.read(value);
            assertThat(EVENTS.faults(json)).as(value).isEmpty();
            assertThat(json.propertyNames())
                    .filteredOn(name -> !event.fields().containsKey(name))
                    .as("Fields that docs/api/%s does not describe; its consumers would not know them", EVENT)
                    .isSubsetOf(DESCRIBED);
            Map<String, String> headers = new LinkedHashMap<>();
            EventTopic.headers(event, "0123456789abcdef")
                    .forEach((name, text) -> headers.put(name, new String(text, UTF_8)));
            assertThat(EVENT_HEADERS.faults(json(headers))).as("%s", headers).isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"session_start", "llm_call", "session_end"})
    void whateverTheSchemaDescribesIsWritten(String eventType) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        PublishedDocuments.json(EVENT)
                .path("properties")
                .forEachEntry(
                        (name, field) -> event.set(name, field.path("examples").path(0)));
        event.put("event_type", eventType);

        byte[] written =
                AgentEventCodec.encode(AgentEventCodec.decode(event.toString().getBytes(UTF_8)));

        assertThat(DESCRIBED)
                .as("Fields that docs/api/%s describes; without one of them, consumers that read it break", EVENT)
                .isSubsetOf(PublishedDocuments.read(new String(written, UTF_8)).propertyNames());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"agent_name\":\"\"",
                ",\"tokens_in\":0,\"tokens_out\":9007199254740992",
                ",\"tokens_in\":5.0",
                ",\"duration_ms\":0.000001",
                ",\"duration_ms\":9007199254740992",
                ",\"model\":\"tab\\tand\\nnewline\"",
                ",\"ended_at\":\"0001-01-01T00:00:00Z\",\"status\":7",
                ",\"input_data\":[],\"output_data\":\"\",\"tool_call\":false,\"decision_trace\":0,\"metadata\":{}",
                ",\"any_field_of_the_client\":null"
            })
    void whatTheSchemaAllowsIsAnEvent(String fields) {
        String value = VALID + fields + "}";

        assertThat(EVENTS.faults(PublishedDocuments.read(value))).isEmpty();
        assertThatCode(() -> AgentEventCodec.decode(value.getBytes(UTF_8))).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"event_id\":\"\"",
                ",\"event_id\":7",
                ",\"event_id\":\"\\u0000\"",
                ",\"session_id\":\"a b\"",
                ",\"session_id\":\"\"",
                ",\"event_type\":\"\"",
                ",\"event_type\":{}",
                ",\"timestamp\":\"yesterday\"",
                ",\"timestamp\":\"2026-02-30T00:00:00Z\"",
                ",\"timestamp\":1795514078196",
                ",\"agent_name\":{}",
                ",\"model\":\"\\u009f\"",
                ",\"tokens_in\":-1",
                ",\"tokens_out\":1.5",
                ",\"tokens_out\":\"1\"",
                ",\"tokens_in\":9007199254740993",
                ",\"duration_ms\":-0.1",
                ",\"duration_ms\":\"1\"",
                ",\"event_type\":\"session_end\"",
                ",\"event_type\":\"session_end\",\"status\":\"completed\""
            })
    void whatIsNoEventTheSchemaForbids(String fields) {
        String value = VALID + fields + "}";

        assertThat(EVENTS.faults(PublishedDocuments.read(value))).isNotEmpty();
        assertThatThrownBy(() -> AgentEventCodec.decode(value.getBytes(UTF_8)))
                .isInstanceOf(MalformedEventException.class);
    }

    @Test
    void lengthsAreThoseOfTheCodeInCodePoints() {
        Map<String, Integer> limits =
                Map.of("event_id", 256, "session_id", 128, "event_type", 64, "agent_name", 256, "model", 128);

        limits.forEach((field, limit) -> {
            String character = field.equals("session_id") ? "x" : "💡";
            String longest = VALID + ",\"" + field + "\":\"" + character.repeat(limit) + "\"}";
            String tooLong = VALID + ",\"" + field + "\":\"" + character.repeat(limit + 1) + "\"}";

            assertThat(EVENTS.faults(PublishedDocuments.read(longest)))
                    .as(field)
                    .isEmpty();
            assertThatCode(() -> AgentEventCodec.decode(longest.getBytes(UTF_8)))
                    .doesNotThrowAnyException();
            assertThat(EVENTS.faults(PublishedDocuments.read(tooLong)))
                    .as(field)
                    .isNotEmpty();
            assertThatThrownBy(() -> AgentEventCodec.decode(tooLong.getBytes(UTF_8)))
                    .isInstanceOf(MalformedEventException.class);
        });
    }

    /** What a schema without {@code type} would take for an example proves nothing. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                EVENT,
                HEADERS,
                "rejected-event.v1.schema.json",
                "dead-letter-headers.v1.schema.json",
                "session-state.v1.schema.json"
            })
    void everyFieldIsDescribedAndItsExamplesAreLegal(String file) {
        JsonNode schema = PublishedDocuments.json(file);
        PublishedSchema complete = PublishedSchema.of(schema);

        assertThat(schema.path("description").stringValue()).isNotBlank();
        assertThat(schema.path("examples"))
                .allSatisfy(example -> assertThat(complete.faults(example)).isEmpty());
        schema.path("properties").properties().forEach(field -> {
            PublishedSchema one = PublishedSchema.of(field.getValue());
            assertThat(field.getValue().path("description").asString(""))
                    .as(field.getKey())
                    .isNotBlank();
            assertThat(field.getValue().path("examples"))
                    .as(field.getKey())
                    .isNotEmpty()
                    .allSatisfy(example -> assertThat(one.faults(example)).isEmpty());
        });
    }

    @Test
    void schemaIsNamedByEveryRecordAndComesWithTheLibrary() throws IOException {
        assertThat(PublishedDocuments.json(EVENT).path("$id").stringValue()).isEqualTo(EventTopic.SCHEMA);
        try (InputStream packaged = AgentEvent.class.getResourceAsStream("/agentlens/api/" + EVENT)) {
            assertThat(new String(packaged.readAllBytes(), UTF_8)).isEqualTo(PublishedDocuments.text(EVENT));
        }
    }

    @Test
    void fieldThatIsNotDescribedIsAFaultHereAlthoughReadersIgnoreIt() {
        JsonNode rejected = PublishedDocuments.json("rejected-event.v1.schema.json");
        ObjectNode example = (ObjectNode) rejected.path("examples").get(0).deepCopy();
        example.put("surprise", 1);

        List<String> faults = new ArrayList<>(PublishedSchema.of(rejected).faults(example));

        assertThat(faults).singleElement().asString().contains("surprise");
    }

    private static JsonNode json(Map<String, String> text) {
        ObjectNode object = (ObjectNode) PublishedDocuments.read("{}");
        text.forEach(object::put);
        return object;
    }
}
