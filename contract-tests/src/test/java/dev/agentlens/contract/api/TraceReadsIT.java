/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What is read of a trace that came as OpenTelemetry's spans and log records, or as events. */
class TraceReadsIT extends RunningStandalone {

    @Test
    void aTraceIsExplainedAsATreeWithTheMessagesOfItsLogRecords() {
        String trace = send();

        assertThat(api.explanation(trace)).contains("""
                        * The agent **invoke_agent planner** took 2.0s and used 8 tokens (5 in / 3 out).

                          **Step 1:** The agent made an LLM call using gpt-4o.
                          - Prompt: "Where is order 7?"
                          - Response: "It has been shipped."
                          - Tokens: 5 in / 3 out
                          - Duration: 1000ms

                          **Step 2:** The agent called the **order_lookup** tool.
                          - Input: {"order":7}
                          - Output: {"state":"shipped"}
                          - Duration: 500ms

                        ### Summary
                        """);
    }

    @Test
    void aTraceIsAConversation() {
        String trace = send();

        JsonNode conversation = api.get("/sessions/" + trace + "/conversation").json();

        assertThat(Json.elements(conversation.path("messages")))
                .extracting(message -> message.path("role").stringValue() + ": "
                        + message.path("text").stringValue())
                .containsExactly("user: Where is order 7?", "assistant: It has been shipped.", "assistant: ");
        assertThat(conversation.at("/messages/2/tool_calls/0").toString())
                .isEqualTo("{\"id\":\"c1\",\"name\":\"order_lookup\",\"arguments\":{\"order\":7},"
                        + "\"result\":{\"state\":\"shipped\"}}");
        assertThat(conversation.path("next_cursor").isNull()).isTrue();
    }

    @Test
    void eventsOfATraceAreFilteredAndSearched() {
        String trace = send();

        JsonNode found = api.get("/sessions/" + trace + "/events?type=tool_call&q=SHIPPED&min_duration_ms=500")
                .json();

        assertThat(found.path("events")).hasSize(1);
        assertThat(found.at("/events/0/matches/0/field").stringValue()).isEqualTo("tool_call");
        assertThat(api.get("/sessions/" + trace + "/events?tool=order_lookup&errors=true")
                        .json()
                        .path("events"))
                .isEmpty();
        api.get("/sessions/" + trace + "/events?errors=2").is(400);
        api.get("/sessions/" + trace + "/events?cursor=2").is(400);
    }

    @Test
    void pagesOfAConversationFollowAWriteAtOnce() {
        String session = Api.newSession("talk");
        List<String> said = new ArrayList<>();
        String cursor = null;
        for (int turn = 0; turn < 20; turn++) {
            api.accept(List.of(Map.of(
                    "session_id",
                    session,
                    "event_type",
                    "llm_call",
                    "event_id",
                    "e" + turn,
                    "timestamp",
                    "2026-02-14T10:30:%02dZ".formatted(turn),
                    "input_data",
                    Map.of("prompt", "yes"),
                    "output_data",
                    Map.of("response", "ok"))));
            JsonNode page = api.get("/sessions/" + session + "/conversation").json();
            assertThat(page.path("messages")).hasSize(2 * turn + 2);
        }
        do {
            JsonNode page = api.get("/sessions/" + session + "/conversation?limit=7"
                            + (cursor == null ? "" : "&cursor=" + cursor))
                    .json();
            page.path("messages")
                    .forEach(message -> said.add(message.path("text").stringValue()));
            cursor = page.path("next_cursor").stringValue(null);
        } while (cursor != null);

        assertThat(said).hasSize(40);
        assertThat(said.subList(0, 4)).containsExactly("yes", "ok", "yes", "ok");
    }

    /** A trace of an agent with a model call, whose messages are log records, and a tool. */
    private String send() {
        String trace = UUID.randomUUID().toString().replace("-", "");
        api.send(
                        "POST",
                        "/v1/traces",
                        ("{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":["
                                        + span(trace, "a000000000000001", "", "invoke_agent planner", 0, 2_000, """
                                                {"key":"gen_ai.operation.name","value":{"stringValue":"invoke_agent"}}""")
                                        + ","
                                        + span(trace, "a000000000000002", "a000000000000001", "chat", 0, 1_000, """
                                                {"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
                                                {"key":"gen_ai.request.model","value":{"stringValue":"gpt-4o"}},
                                                {"key":"gen_ai.usage.input_tokens","value":{"intValue":5}},
                                                {"key":"gen_ai.usage.output_tokens","value":{"intValue":3}}""")
                                        + ","
                                        + span(trace, "a000000000000003", "a000000000000001", "tool", 1_200, 500, """
                                                {"key":"gen_ai.operation.name","value":{"stringValue":"execute_tool"}},
                                                {"key":"gen_ai.tool.name","value":{"stringValue":"order_lookup"}},
                                                {"key":"gen_ai.tool.call.id","value":{"stringValue":"c1"}},
                                                {"key":"gen_ai.tool.call.arguments","value":{"stringValue":"{\\"order\\":7}"}},
                                                {"key":"gen_ai.tool.call.result",
                                                 "value":{"stringValue":"{\\"state\\":\\"shipped\\"}"}}""")
                                        + "]}]}]}")
                                .getBytes(UTF_8),
                        "Content-Type",
                        "application/json")
                .is(200);
        api.send(
                        "POST",
                        "/v1/logs",
                        ("{\"resourceLogs\":[{\"scopeLogs\":[{\"logRecords\":["
                                        + log(trace, 1, "gen_ai.user.message", """
                                                {"key":"content","value":{"stringValue":"Where is order 7?"}}""")
                                        + ","
                                        + log(trace, 2, "gen_ai.choice", """
                                                {"key":"message","value":{"kvlistValue":{"values":[
                                                 {"key":"content","value":{"stringValue":"It has been shipped."}}]}}}""")
                                        + "]}]}]}")
                                .getBytes(UTF_8),
                        "Content-Type",
                        "application/json")
                .is(200);
        return trace;
    }

    private static String span(
            String trace, String id, String parent, String name, long startMs, long ms, String attributes) {
        long start = 1_771_065_000_000L + startMs;
        return """
                {"traceId":"%s","spanId":"%s","parentSpanId":"%s","name":"%s","kind":1,
                 "startTimeUnixNano":"%d000000","endTimeUnixNano":"%d000000","attributes":[%s]}
                """.formatted(trace, id, parent, name, start, start + ms, attributes);
    }

    private static String log(String trace, int number, String event, String body) {
        return """
                {"traceId":"%s","spanId":"a000000000000002","timeUnixNano":"177106500000%d000000","eventName":"%s",
                 "body":{"kvlistValue":{"values":[%s]}}}
                """.formatted(trace, number, event, body);
    }
}
