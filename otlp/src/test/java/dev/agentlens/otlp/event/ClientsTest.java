/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.otlp.Requests;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** What real SDKs send of one agent run: two model calls of 100 and 150 tokens in, 20 and 30 out, and its tools. */
class ClientsTest {

    @ParameterizedTest
    @CsvSource({
        "ai-sdk.pb, weather-agent, gpt-4o-2024-08-06, conv-01f2f12f-0e6d-4f90-a377-acfdb110a282, 1, 80, 16",
        "ai-sdk-legacy.json, weather-agent, gpt-4o-2024-08-06, conv-f524f180-7199-467b-924d-b8554b16c15c, 1, 80, 16",
        "langfuse.json, weather-agent, gpt-4o, conv-6a5e008c-81fe-4a04-b4e7-ce8f97604a74, 1, 40, 0",
        "openinference-langchain.json, weather-service, gpt-4o, conv-0c501044-e48f-44bf-9961-d5e0980e96cd, 0, 40, 8",
    })
    void eachRunIsOneSessionWithItsTokensOnce(
            String file, String agent, String model, String conversation, int agents, long cached, long reasoning) {
        List<JsonNode> events = Events.of(Requests.client(file));

        assertThat(events.stream().map(event -> event.get("session_id")).distinct())
                .hasSize(1);
        assertThat(Events.ofType(events, "session_start")
                        .get(0)
                        .get("agent_name")
                        .asString())
                .isEqualTo(agent);
        assertThat(Events.ofType(events, "session_end").get(0).get("status").asString())
                .isEqualTo("completed");
        assertThat(Events.sum(events, "tokens_in")).isEqualTo(250);
        assertThat(Events.sum(events, "tokens_out")).isEqualTo(50);
        assertThat(Events.sum(events, "cache_read_tokens")).isEqualTo(cached);
        assertThat(Events.sum(events, "reasoning_tokens")).isEqualTo(reasoning);
        assertThat(Events.ofType(events, "llm_call"))
                .hasSize(2)
                .allMatch(call -> call.get("model").asString().equals(model));
        assertThat(Events.ofType(events, "agent_call")).hasSize(agents);
        assertThat(events.stream()
                        .filter(event -> event.has("conversation_id"))
                        .map(event -> event.get("conversation_id").asString())
                        .distinct())
                .containsExactly(conversation);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ai-sdk.pb | forecast | {\"city\":\"Zürich\",\"days\":2} | {\"sky\":\"rain\",\"mm\":4.5}",
                "ai-sdk-legacy.json | forecast | {\"city\":\"Zürich\",\"days\":2} | {\"sky\":\"rain\",\"mm\":4.5}",
                "langfuse.json | forecast | {\"city\":\"Lima\",\"days\":2} | {\"sky\":\"fog\"}",
            })
    void toolCallsHaveTheirInputAndOutput(String file, String name, String input, String output) {
        JsonNode call = Events.ofType(Events.of(Requests.client(file)), "tool_call").stream()
                .map(event -> event.get("tool_call"))
                .filter(each -> each.get("name").asString().equals(name))
                .findFirst()
                .orElseThrow();

        assertThat(call.get("input").toString()).isEqualTo(input);
        assertThat(call.get("output").toString()).isEqualTo(output);
    }

    @ParameterizedTest
    @CsvSource({"ai-sdk.pb", "ai-sdk-legacy.json", "langfuse.json"})
    void theToolThatFailedIsTheOnlyError(String file) {
        List<JsonNode> failed = Events.of(Requests.client(file)).stream()
                .filter(event -> event.has("error"))
                .toList();

        assertThat(failed).hasSize(1);
        assertThat(failed.get(0).get("event_type").asString()).isEqualTo("tool_call");
        assertThat(failed.get(0).get("tool_call").get("name").asString()).isEqualTo("umbrella");
        assertThat(failed.get(0).get("error").get("message").asString()).isEqualTo("umbrella shop is closed");
    }

    @ParameterizedTest
    @CsvSource({
        "ai-sdk.pb, Do I need an umbrella in Zürich?, 'Rain in Zürich 🌧, take an umbrella.', gen_ai.tool.type, function",
        "ai-sdk-legacy.json, Do I need an umbrella in Zürich?, 'Rain in Zürich 🌧, take an umbrella.',"
                + " ai.settings.maxRetries, 2",
        "langfuse.json, Weather in Lima?, Fog in Lima., langfuse.trace.metadata.tier, gold",
        "openinference-langchain.json, Weather in Oslo for 2 days?, Snow in Oslo., llm.prompt_template.template, Be brief.",
    })
    void promptsResponsesAndOtherAttributesAreThere(
            String file, String prompt, String response, String attribute, String value) {
        List<JsonNode> events = Events.of(Requests.client(file));

        assertThat(Events.ofType(events, "llm_call"))
                .allMatch(call -> call.get("input_data").toString().contains(prompt))
                .anyMatch(call -> call.get("output_data").toString().contains(response));
        assertThat(events)
                .anyMatch(event ->
                        event.path("attributes").path(attribute).asString("").equals(value));
    }

    @ParameterizedTest
    @CsvSource({"ai-sdk.pb", "ai-sdk-legacy.json", "openinference-langchain.json"})
    void theModelsRequestForAToolIsInItsOutput(String file) {
        assertThat(Events.ofType(Events.of(Requests.client(file)), "llm_call"))
                .anyMatch(call -> call.get("output_data").toString().contains("forecast"));
    }
}
