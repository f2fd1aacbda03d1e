/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.otlp.Requests;
import dev.agentlens.otlp.wire.DecodedItem;
import dev.agentlens.otlp.wire.Encoding;
import dev.agentlens.otlp.wire.Signal;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/** Recorded traces of agent frameworks give what is in them; the values were read from the recordings. */
class RecordingsTest {

    static List<String> recordings() {
        return Requests.RECORDINGS;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            // name | spans | roots | tokens in | out | model calls | tools | agents | model | conversation
            value = {
                "agno-2025-06-11 | 4 | 1 | 0 | 0 | 2 | duckduckgo_search | 1 | gpt-4o-mini | 35cc6c90-b657-4819-b66c-c931c03ad569",
                "beeai-2025-08-01 | 29 | 1 | 0 | 0 | 5 | tool.search.wikipedia.finish-12,tool.search.wikipedia.start-12,"
                        + "tool.search.wikipedia.success-12 | 18 | gpt-4o-mini |",
                "crewai-2025-07-11 | 5 | 0 | 190 | 164 | 1 | | 1 | gpt-4o-mini |",
                "csharp-agent-with-gemini-2026-03-09 | 8 | 0 | 8047 | 414 | 3 | final_result,get_custom_report | 0 |"
                        + " gemini-2.5-flash | 9714061f-20c0-4d98-9220-1dc7df15c3c2",
                "koog-2025-08-26 | 11 | 1 | 0 | 0 | 2 | ByeTool,HelloTool | 2 | gpt-4o | 6f8d2449-33ed-4c7c-82e7-5410e34ee4e6",
                "microsoft-agent-2025-12-17 | 4 | 1 | 293 | 106 | 2 | get_weather | 1 | gpt-5-mini-2025-08-07 |"
                        + " resp_0e32bda5b6259ecd00694279e271348194a818447145cd1763",
                "pydantic-ai-2025-06-06 | 2 | 0 | 31 | 96 | 1 | | 1 | gpt-4o-2024-08-06 |",
                "pydantic-ai-tools-2025-06-06 | 2 | 0 | 31 | 96 | 1 | | 1 | gpt-4o-2024-08-06 |",
                "vercel-aisdk-2025-11-17 | 3 | 1 | 62 | 85 | 1 | getWeather | 1 | gpt-5-2025-08-07 |",
            })
    void recordingsGiveWhatIsInThem(
            String name,
            int spans,
            int roots,
            long tokensIn,
            long tokensOut,
            int modelCalls,
            String tools,
            int agents,
            String model,
            String conversation) {
        List<JsonNode> events = Events.of(Requests.recording(name));

        assertThat(events).hasSize(spans + 2 * roots);
        assertThat(Events.ofType(events, "session_start")).hasSize(roots);
        assertThat(Events.ofType(events, "session_end"))
                .hasSize(roots)
                .allMatch(end -> end.get("status").asString().equals("completed"));
        assertThat(Events.sum(events, "tokens_in")).isEqualTo(tokensIn);
        assertThat(Events.sum(events, "tokens_out")).isEqualTo(tokensOut);
        assertThat(Events.ofType(events, "agent_call")).hasSize(agents);
        assertThat(Events.ofType(events, "llm_call"))
                .hasSize(modelCalls)
                .allMatch(call -> call.get("model").asString().equals(model));
        assertThat(Events.ofType(events, "tool_call").stream()
                        .map(call -> call.get("tool_call").get("name").asString())
                        .sorted())
                .isEqualTo(tools == null ? List.of() : List.of(tools.split(",")));
        assertThat(events).noneMatch(event -> event.has("error"));
        assertThat(events.stream()
                        .filter(event -> event.has("conversation_id"))
                        .map(event -> event.get("conversation_id").asString())
                        .distinct())
                .isEqualTo(conversation == null ? List.of() : List.of(conversation));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "agno-2025-06-11 | What is currently trending on Twitter? |"
                        + " To find out what's currently trending on Twitter, you can visit",
                "beeai-2025-08-01 | I'm planning a trip to Barcelona, Spain. Can you research key attractions |"
                        + " . **Montjuïc** - A hill offering stunning views of the city",
                "crewai-2025-07-11 | Current Task: Define the HTML for making a simple website | I now can give a great answer",
                "csharp-agent-with-gemini-2026-03-09 | You are an expert on statistical analysis for the adtech company Criteo. |",
                "koog-2025-08-26 | Greet and say goodbye to the user in the same message. |"
                        + " Hello my darling Bob! And, bye my dear Bob!",
                "pydantic-ai-2025-06-06 | You are a helpful assistant that answers questions clearly and concisely. |"
                        + " Langfuse is a tool designed for observability and monitoring",
            })
    void promptsAndResponsesOfModelCallsAreJson(String name, String prompt, String response) {
        List<JsonNode> calls = Events.ofType(Events.of(Requests.recording(name)), "llm_call");

        assertThat(texts(calls, "input_data")).anyMatch(text -> text.contains(prompt));
        if (response != null) {
            assertThat(texts(calls, "output_data")).anyMatch(text -> text.contains(response));
        }
    }

    @Test
    void numberedMessagesBecomeAListInTheirOrder() {
        JsonNode call = Events.ofType(Events.of(Requests.recording("koog-2025-08-26")), "llm_call").stream()
                .filter(event -> event.get("input_data").size() == 6)
                .findFirst()
                .orElseThrow();

        assertThat(call.get("input_data")
                        .valueStream()
                        .map(message -> message.get("role").asString()))
                .containsExactly("system", "user", "tool", "tool", "tool", "tool");
        assertThat(call.get("input_data").get(5).get("content").asString()).isEqualTo("Bye my dear Bob!");
    }

    @Test
    void inputAndOutputOfToolsAreJsonAlsoWhereAStringHeldThem() {
        List<JsonNode> koog = Events.ofType(Events.of(Requests.recording("koog-2025-08-26")), "tool_call");
        assertThat(koog.get(0).get("tool_call").toString())
                .isEqualTo(
                        "{\"name\":\"ByeTool\",\"id\":\"call_dOeEHJDI0liHrCdFWTpkTsuO\",\"input\":{\"name\":\"Bob\"},"
                                + "\"output\":\"Bye my dear Bob!\"}");

        JsonNode agno = Events.ofType(Events.of(Requests.recording("agno-2025-06-11")), "tool_call")
                .get(0)
                .get("tool_call");
        assertThat(agno.get("input").toString()).isEqualTo("{\"query\":\"currently trending on Twitter\"}");
        assertThat(agno.get("output").isArray()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void encodingOrderAndRequestsDoNotChangeTheEvents(String name) {
        List<DecodedItem<Span>> sent = Requests.recording(name);
        Set<JsonNode> expected = new HashSet<>(Events.of(sent));

        assertThat(new HashSet<>(Events.of(
                        Signal.TRACES.decode(Requests.protobuf(sent), Encoding.PROTOBUF, Requests.MAX_ITEMS))))
                .isEqualTo(expected);
        List<DecodedItem<Span>> shuffled = new ArrayList<>(sent);
        Collections.shuffle(shuffled, new Random(3));
        Set<JsonNode> oneByOne = new HashSet<>();
        shuffled.forEach(span -> oneByOne.addAll(Events.of(
                Signal.TRACES.decode(Requests.protobuf(List.of(span)), Encoding.PROTOBUF, Requests.MAX_ITEMS))));
        assertThat(oneByOne).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void noAttributeIsLost(String name) {
        for (DecodedItem<Span> sent : Requests.recording(name)) {
            Span span = ((DecodedItem.Readable<Span>) sent).item();
            String events = Events.of(List.of(sent)).toString();
            span.getAttributesList().stream()
                    .map(attribute -> attribute.getValue().getStringValue())
                    // The text of what a field holds as JSON has other escapes.
                    .filter(text -> text.length() < 200 && text.matches("[\\w .,-]+"))
                    .forEach(text -> assertThat(events).contains(text));
        }
    }

    private static List<String> texts(List<JsonNode> events, String field) {
        return events.stream()
                .filter(event -> event.has(field))
                .map(event -> event.get(field).toString())
                .toList();
    }
}
