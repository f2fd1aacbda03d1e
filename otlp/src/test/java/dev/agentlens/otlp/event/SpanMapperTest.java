/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.otlp.Requests;
import dev.agentlens.otlp.wire.DecodedItem;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class SpanMapperTest {

    private static final String TRACE = "5b8efff798038103d269b633813fc60c";
    private static final String SPAN = "eee19b7ec3c1b174";
    private static final String PARENT = "eee19b7ec3c1b173";

    @Test
    void aRootGivesTheStartOfItsSessionAnEventAndTheEnd() {
        List<JsonNode> events = events("""
                "startTimeUnixNano":"1700000000123456789","endTimeUnixNano":"1700000001623456789","name":"run","kind":2,
                "attributes":[%s]""".formatted(attribute("gen_ai.conversation.id", "c-1")));

        assertThat(events.get(0).toString())
                .isEqualTo("{\"session_id\":\"" + TRACE + "\",\"event_id\":\"" + SPAN + ":start\","
                        + "\"event_type\":\"session_start\",\"agent_name\":\"svc\",\"conversation_id\":\"c-1\","
                        + "\"timestamp\":\"2023-11-14T22:13:20.123456Z\","
                        + "\"metadata\":{\"service.name\":\"svc\",\"pid\":7}}");
        assertThat(events.get(1).toString())
                .isEqualTo("{\"session_id\":\"" + TRACE + "\",\"event_id\":\"" + SPAN + "\",\"event_type\":\"span\","
                        + "\"timestamp\":\"2023-11-14T22:13:20.123456Z\",\"duration_ms\":1500,\"agent_name\":\"svc\","
                        + "\"span_id\":\"" + SPAN
                        + "\",\"name\":\"run\",\"kind\":\"server\",\"conversation_id\":\"c-1\","
                        + "\"scope\":{\"name\":\"lib\",\"version\":\"1\"}}");
        assertThat(events.get(2).toString())
                .isEqualTo("{\"session_id\":\"" + TRACE + "\",\"event_id\":\"" + SPAN + ":end\","
                        + "\"event_type\":\"session_end\",\"agent_name\":\"svc\",\"conversation_id\":\"c-1\","
                        + "\"ended_at\":\"2023-11-14T22:13:21.623456Z\",\"status\":\"completed\"}");
    }

    @Test
    void aSpanWithAParentIsOneEventWithIt() {
        List<JsonNode> events = events("\"parentSpanId\":\"" + PARENT.toUpperCase() + "\"");

        assertThat(events).hasSize(1);
        assertThat(events.get(0).get("parent_span_id").asString()).isEqualTo(PARENT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0000000000000000"})
    void aParentOfZerosIsNone(String parent) {
        List<JsonNode> events = events("\"parentSpanId\":\"" + parent + "\",\"endTimeUnixNano\":2");

        assertThat(events).hasSize(3);
        assertThat(events.get(1).has("parent_span_id")).isFalse();
    }

    @Test
    void anUnfinishedRootLeavesItsSessionOpen() {
        List<JsonNode> events = events("\"startTimeUnixNano\":1,\"endTimeUnixNano\":0");

        assertThat(events.stream().map(event -> event.get("event_type").asString()))
                .containsExactly("session_start", "span");
        assertThat(events.get(1).has("duration_ms")).isFalse();
    }

    @Test
    void anEndBeforeTheStartIsADurationOfZeroWithAWarning() {
        MappingResult.Events mapped = (MappingResult.Events)
                map("\"startTimeUnixNano\":2000000000,\"endTimeUnixNano\":1000000000", OtherSpans.KEEP);

        assertThat(Events.read(mapped.events().get(1)).get("duration_ms").asInt())
                .isZero();
        assertThat(Events.read(mapped.events().get(2)).get("ended_at").asString())
                .isEqualTo("1970-01-01T00:00:02Z");
        assertThat(mapped.warnings())
                .containsExactly("The end of span " + SPAN + " is before its start; its duration is 0");
    }

    @Test
    void durationsKeepTheirNanoseconds() {
        assertThat(event("\"startTimeUnixNano\":1,\"endTimeUnixNano\":1000002")
                        .get("duration_ms")
                        .toString())
                .isEqualTo("1.000001");
        // After 2262, where a signed count of nanoseconds ends.
        assertThat(event("\"startTimeUnixNano\":\"18446744073709551614\",\"endTimeUnixNano\":\"18446744073709551615\"")
                        .get("timestamp")
                        .asString())
                .isEqualTo("2554-07-21T23:34:33.709551Z");
    }

    @Test
    void aRootWithTheStatusErrorEndsItsSessionWithError() {
        List<JsonNode> events = events("\"endTimeUnixNano\":2,\"status\":{\"code\":2,\"message\":\"no more money\"}");

        assertThat(events.get(1).get("error").toString()).isEqualTo("{\"message\":\"no more money\"}");
        assertThat(events.get(1).get("status").asString()).isEqualTo("error");
        assertThat(events.get(2).get("status").asString()).isEqualTo("error");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"status\":{\"code\":2}; {\"message\":\"failed\"}",
                "\"status\":{\"code\":2,\"message\":\"m\"},\"events\":[{\"name\":\"exception\",\"attributes\":"
                        + "[{\"key\":\"exception.type\",\"value\":{\"stringValue\":\"T\"}}]}];"
                        + " {\"type\":\"T\",\"message\":\"m\"}",
                "\"events\":[{\"name\":\"exception\",\"attributes\":[{\"key\":\"exception.message\",\"value\":"
                        + "{\"stringValue\":\"boom\"}}]}]; {\"message\":\"boom\"}",
                "\"attributes\":[{\"key\":\"error.type\",\"value\":{\"stringValue\":\"timeout\"}}];"
                        + " {\"type\":\"timeout\",\"message\":\"timeout\"}",
                "\"attributes\":[{\"key\":\"langfuse.observation.level\",\"value\":{\"stringValue\":\"ERROR\"}},"
                        + "{\"key\":\"langfuse.observation.status_message\",\"value\":{\"stringValue\":\"shut\"}}];"
                        + " {\"message\":\"shut\"}",
            })
    void whatMarksAnErrorMakesTheEventOneAndKeepsItsType(String fields, String error) {
        JsonNode event = event(fields);

        assertThat(event.get("error").toString()).isEqualTo(error);
        assertThat(event.get("event_type").asString()).isEqualTo("span");
    }

    @Test
    void aLevelThatIsNoErrorIsNone() {
        assertThat(event("\"status\":{\"code\":1},\"attributes\":[" + attribute("langfuse.observation.level", "WARNING")
                                + "]")
                        .has("error"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | eee19b7ec3c1b174 | traceId must have 32 hexadecimal digits, not none",
                "00000000000000000000000000000000 | eee19b7ec3c1b174 | traceId must not be zero",
                "5b8e | eee19b7ec3c1b174 | traceId must have 32 hexadecimal digits, not '5b8e'",
                "5b8efff798038103d269b633813fc60g | eee19b7ec3c1b174 |"
                        + " traceId must have 32 hexadecimal digits, not '5b8efff798038103d269b633813fc60g'",
                "5b8efff798038103d269b633813fc60c | 0000000000000000 | spanId must not be zero",
                "5b8efff798038103d269b633813fc60c | eee19b7ec3c1b17400 |"
                        + " spanId must have 16 hexadecimal digits, not 'eee19b7ec3c1b17400'",
            })
    void aSpanWithoutUsableIdsIsRejectedWithItsContent(String trace, String span, String reason) {
        DecodedItem<Span> sent = Requests.json("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[{\"traceId\":\""
                        + trace + "\",\"spanId\":\"" + span + "\",\"name\":\"n\"}]}]}]}")
                .get(0);

        MappingResult.Rejected rejected = (MappingResult.Rejected) new SpanMapper(OtherSpans.KEEP).map(sent);

        assertThat(rejected.reason()).isEqualTo(reason);
        assertThat(Events.read(rejected.content()).get("traceId").asString()).isEqualTo(trace);
        assertThat(Events.read(rejected.content()).get("spanId").asString()).isEqualTo(span);
        assertThat(Events.read(rejected.content()).get("name").asString()).isEqualTo("n");
    }

    @Test
    void aRejectedSpanReadsBackAsItWasSent() {
        String fields = """
                "name":"n","kind":3,"startTimeUnixNano":"5","endTimeUnixNano":"6","parentSpanId":"01",
                "attributes":[{"key":"l","value":{"arrayValue":{"values":[{"intValue":"1"},{"boolValue":true},
                {"doubleValue":0.5},{"bytesValue":"AQID"},{}]}}},{"key":"k","value":{"kvlistValue":{"values":[
                {"key":"x","value":{"stringValue":"\\ud83d"}}]}}}],
                "events":[{"timeUnixNano":"7","name":"e","attributes":[]}],"status":{"code":2,"message":"m"}""";
        DecodedItem.Readable<Span> sent =
                (DecodedItem.Readable<Span>) spans(fields).get(0);

        MappingResult.Rejected rejected = (MappingResult.Rejected) new SpanMapper(OtherSpans.KEEP).map(sent);

        DecodedItem.Readable<Span> again =
                (DecodedItem.Readable<Span>) Requests.json("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":["
                                + rejected.content().text() + "]}]}]}")
                        .get(0);
        assertThat(again.item()).isEqualTo(sent.item());
    }

    @Test
    void spansThatNoDialectKnowsAreDroppedWhereThatIsWished() {
        assertThat(map("\"parentSpanId\":\"" + PARENT + "\",\"name\":\"GET /\"", OtherSpans.DROP))
                .isInstanceOf(MappingResult.Dropped.class);
        // A root span describes its session.
        assertThat(((MappingResult.Events) map("\"endTimeUnixNano\":2", OtherSpans.DROP)).events())
                .hasSize(2);
        assertThat(map(
                        "\"parentSpanId\":\"" + PARENT + "\",\"attributes\":["
                                + attribute("gen_ai.operation.name", "chat") + "]",
                        OtherSpans.DROP))
                .isInstanceOf(MappingResult.Events.class);
    }

    @Test
    void attributesOfAllKindsAreKept() {
        MappingResult.Events mapped =
                (MappingResult.Events) map("\"parentSpanId\":\"" + PARENT + "\"," + """
                "attributes":[{"key":"s","value":{"stringValue":"a\\u0000\\ud83d\\"\\\\b"}},
                {"key":"i","value":{"intValue":"9223372036854775807"}},
                {"key":"d","value":{"doubleValue":1e300}},{"key":"n","value":{"doubleValue":"NaN"}},
                {"key":"f","value":{"doubleValue":"-Infinity"}},{"key":"w","value":{"doubleValue":3}},
                {"key":"b","value":{"boolValue":true}},
                {"key":"y","value":{"bytesValue":"AQID"}},{"key":"e","value":{}},
                {"key":"l","value":{"arrayValue":{"values":[{"stringValue":"x"},{"intValue":1}]}}},
                {"key":"k","value":{"kvlistValue":{"values":[{"key":"x","value":{"boolValue":false}}]}}}]""", OtherSpans.KEEP);

        assertThat(mapped.events().get(0).field("attributes"))
                .hasToString(
                        "{\"s\":\"a\\u0000\\ud83d\\\"\\\\b\",\"i\":9223372036854775807,\"d\":1.0E300,\"n\":\"NaN\","
                                + "\"f\":\"-Infinity\",\"w\":3,\"b\":true,\"y\":\"AQID\",\"e\":null,\"l\":[\"x\",1],"
                                + "\"k\":{\"x\":false}}");
    }

    @Test
    void eventsLinksAndStateAreKept() {
        JsonNode event = event("""
                "events":[{"timeUnixNano":"1000000001","name":"e","attributes":[{"key":"a","value":{"intValue":1}}]}],
                "links":[{"traceId":"5b8efff798038103d269b633813fc60d","spanId":"eee19b7ec3c1b175"}],
                "traceState":"a=1","droppedAttributesCount":3""");

        assertThat(event.get("span_events").toString())
                .isEqualTo("[{\"name\":\"e\",\"timestamp\":\"1970-01-01T00:00:01Z\",\"attributes\":{\"a\":1}}]");
        assertThat(event.get("links").toString())
                .isEqualTo("[{\"trace_id\":\"5b8efff798038103d269b633813fc60d\",\"span_id\":\"eee19b7ec3c1b175\"}]");
        assertThat(event.get("trace_state").asString()).isEqualTo("a=1");
        assertThat(event.get("dropped_attributes_count").asInt()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"invoke_agent", "agent_step", "invoke_workflow", "execute_tool", "retrieval", "unknown"})
    void containersHaveNoTokensAndKeepThemAsAttributes(String operation) {
        JsonNode event = event("\"attributes\":[" + attribute("gen_ai.operation.name", operation)
                + ",{\"key\":\"gen_ai.usage.input_tokens\",\"value\":{\"intValue\":9}}]");

        assertThat(event.has("tokens_in")).isFalse();
        assertThat(event.get("attributes").get("gen_ai.usage.input_tokens").asInt())
                .isEqualTo(9);
    }

    @Test
    void aLargeResourceIsNotRepeatedWithEachRoot() {
        String large = "x".repeat(20_000);
        List<JsonNode> events = Events.of(Requests.json("{\"resourceSpans\":[{\"resource\":{\"attributes\":["
                + attribute("service.name", "svc") + "," + attribute("large", large)
                + "]},\"scopeSpans\":[{\"spans\":[{"
                + "\"traceId\":\"" + TRACE + "\",\"spanId\":\"" + SPAN + "\"}]}]}]}"));

        assertThat(events.get(0).get("metadata").toString())
                .isEqualTo("{\"service.name\":\"svc\",\"agentlens.dropped_attributes_count\":1}");
    }

    @Test
    void aRootIsNamedAfterItsAgentElseItsServiceElseItself() {
        assertThat(events("\"attributes\":[" + attribute("gen_ai.agent.name", "planner") + "]")
                        .get(0)
                        .get("agent_name")
                        .asString())
                .isEqualTo("planner");
        JsonNode start = Events.of(Requests.json("{\"resourceSpans\":[{\"resource\":{\"attributes\":["
                        + attribute("service.name", "unknown_service:node")
                        + "]},\"scopeSpans\":[{\"spans\":[{\"name\":"
                        + "\"trip\",\"traceId\":\"" + TRACE + "\",\"spanId\":\"" + SPAN + "\"}]}]}]}"))
                .get(0);
        assertThat(start.get("agent_name").asString()).isEqualTo("trip");
    }

    private static JsonNode event(String fields) {
        return events("\"parentSpanId\":\"" + PARENT + "\"," + fields).get(0);
    }

    private static List<JsonNode> events(String fields) {
        return Events.of(spans(fields));
    }

    private static MappingResult map(String fields, OtherSpans others) {
        return new SpanMapper(others).map(spans(fields).get(0));
    }

    private static List<DecodedItem<Span>> spans(String fields) {
        return Requests.json("{\"resourceSpans\":[{\"resource\":{\"attributes\":[" + attribute("service.name", "svc")
                + ",{\"key\":\"pid\",\"value\":{\"intValue\":7}}]},\"scopeSpans\":[{\"scope\":{\"name\":\"lib\","
                + "\"version\":\"1\"},\"spans\":[{\"traceId\":\"" + TRACE + "\",\"spanId\":\"" + SPAN + "\"," + fields
                + "}]}]}]}");
    }

    private static String attribute(String key, String value) {
        return "{\"key\":\"" + key + "\",\"value\":{\"stringValue\":\"" + value + "\"}}";
    }
}
