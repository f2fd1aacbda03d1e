/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.messages.json.Json;
import dev.agentlens.query.session.RecordedSession;
import dev.agentlens.query.session.ToolCall;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events as agents in the field send them, and what a reader must find in their explanation. */
class FieldCasesTest {

    private static final String UNKNOWN = "unknown ";

    @Test
    void messagesOfOpenAiAreRead() {
        assertThat(explain("""
                        [{"event_type":"llm_call","model":"gpt-4o",
                          "input_data":{"messages":[{"role":"system","content":"You are terse."},
                                                    {"role":"user","content":"What is the capital of France?"}]},
                          "output_data":{"choices":[{"index":0,"message":{"role":"assistant","content":"Paris."}}]}}]
                        """))
                .contains("- Prompt: \"What is the capital of France?\"\n- Response: \"Paris.\"\n")
                .doesNotContain(UNKNOWN);
    }

    @Test
    void blocksOfAnthropicAreRead() {
        assertThat(explain("""
                        [{"event_type":"llm_call","model":"claude-3-5-sonnet-20241022",
                          "input_data":{"system":"Be kind","messages":[{"role":"user","content":[
                            {"type":"text","text":"Describe this image"},
                            {"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBORw0KGgo="}}]}]},
                          "output_data":{"role":"assistant","content":[{"type":"text","text":"It is a cat."},
                            {"type":"tool_use","id":"tu_1","name":"save_note","input":{"note":"cat"}}]}}]
                        """))
                .contains("- Prompt: \"Describe this image\" [image/png, 8 B]\n")
                .contains("- Response: \"It is a cat.\"\n- Tool calls: save_note({\"note\":\"cat\"})\n")
                .doesNotContain(UNKNOWN, "iVBOR");
    }

    @Test
    void toolCallsOfEveryShapeAreRead() {
        String events = """
                [{"event_id":"e1","event_type":"tool_call","tool_call":{"id":"call_1","type":"function",
                  "function":{"name":"get_weather","arguments":"{\\"city\\":\\"Berlin\\"}"}}},
                 {"event_id":"e2","event_type":"tool_call","tool_call":[
                  {"id":"call_1","type":"function","function":{"name":"get_weather","arguments":"{}"}},
                  {"id":"call_2","type":"function","function":{"name":"get_time","arguments":"{}"}}]},
                 {"event_id":"e3","event_type":"tool_call",
                  "tool_call":{"name":"search","args":{"q":"agents"},"id":"call_9","type":"tool_call"}},
                 {"event_id":"e4","event_type":"tool_call","tool_name":"bash","input_data":{"command":"ls"},
                  "output_data":{"stdout":"a b"}}]
                """;
        assertThat(explain(events))
                .contains(
                        "The agent called the **get_weather** tool.\n- Input: {\"city\":\"Berlin\"}\n",
                        "The agent called the **get_weather** and **get_time** tools.\n"
                                + "- Input (get_weather): {}\n- Input (get_time): {}\n",
                        "The agent called the **search** tool.\n- Input: {\"q\":\"agents\"}\n",
                        "The agent called the **bash** tool.\n- Input: {\"command\":\"ls\"}\n- Output: {\"stdout\":\"a b\"}\n")
                .doesNotContain(UNKNOWN);
        assertThat(recorded(events).trace().stream().map(ToolCall::names).map(names -> String.join("+", names)))
                .containsExactly("get_weather", "get_weather+get_time", "search", "bash");
    }

    @Test
    void dataAndErrorsOutsideTheToolCallAreRead() {
        assertThat(explain("""
                        [{"event_type":"tool_call","tool_call":{"tool_name":"bash"},"input_data":{"command":"ls -la"},
                          "output_data":{"stdout":"file1"}},
                         {"event_type":"tool_call","tool_call":{"tool_name":"bash","tool_input":{"c":"x"}},
                          "output_data":{"stdout":"file2"},"error":"exit 1"},
                         {"event_type":"llm_call","model":"gpt-4","input_data":{"prompt":"p"},"output_data":{"response":"r"},
                          "tool_call":{"tool_name":"search","tool_input":{"q":1},"tool_output":{"r":2}}},
                         {"event_type":"llm_call","model":"gpt-4","input_data":{"prompt":"p"},
                          "output_data":{"error":{"message":"429 rate limited"}}}]
                        """))
                .contains(
                        "tool.\n- Input: {\"command\":\"ls -la\"}\n- Output: {\"stdout\":\"file1\"}\n",
                        "tool. It failed: exit 1\n- Input: {\"c\":\"x\"}\n- Output: {\"stdout\":\"file2\"}\n",
                        "- Response: \"r\"\n- Tool: search\n- Input: {\"q\":1}\n- Output: {\"r\":2}\n",
                        "using gpt-4. It failed: 429 rate limited\n- Prompt: \"p\"\n\n")
                .doesNotContain(UNKNOWN);
    }

    @Test
    void decisionsHandoffsAndGuardrailsShowWhatTheyCarry() {
        assertThat(explain("""
                        [{"event_type":"decision","decision_trace":{"decision":"use the cache","reasoning":"fresh enough"}},
                         {"event_type":"decision","decision_trace":{"reasoning":"r","options":["a","b"],"chosen":"a"}},
                         {"event_type":"decision","decision":"escalate"},
                         {"event_type":"agent_handoff","from_agent":"triage","to_agent":"billing","reason":"needs refund"},
                         {"event_type":"guardrail","name":"pii-check","metadata":{"rule":"pii","blocked":true}}]
                        """))
                .contains(
                        "decision.\n- decision: use the cache\n- 💡 *Reasoning:* fresh enough\n",
                        "decision.\n- options: [\"a\",\"b\"]\n- chosen: a\n",
                        "decision.\n- decision: escalate\n",
                        "**agent_handoff**.\n- from_agent: triage\n- to_agent: billing\n- reason: needs refund\n",
                        "**guardrail**.\n- name: pii-check\n- rule: pii\n- blocked: true\n");
    }

    @Test
    void spansShowTheirNameAndError() {
        assertThat(explain("""
                        [{"event_type":"span_start","span_id":"s1","name":"plan the trip","attributes":{"k":"v1"}},
                         {"event_type":"span_end","span_id":"s1","name":"plan the trip","status":"error",
                          "error":"boom: quota exceeded","duration_ms":1000}]
                        """))
                .contains(
                        "Event **span_start**.\n- name: plan the trip\n- k: v1\n",
                        "Event **span_end**. It failed: boom: quota exceeded\n- name: plan the trip\n- status: error\n"
                                + "- Duration: 1000ms\n");
    }

    @Test
    void promptThatIsNoStringAndNoMessageIsShownAsItsJson() {
        assertThat(explain("""
                        [{"event_type":"llm_call","input_data":{"prompt":["a","b"]},"output_data":{"response":{"n":1.50}}},
                         {"event_type":"llm_call","input_data":{"prompt":7},"output_data":{"verdict":[1.50]}}]
                        """))
                .contains(
                        "- Prompt: [\"a\",\"b\"]\n- Response: {\"n\":1.50}\n",
                        "- Prompt: 7\n- Response: {\"verdict\":[1.50]}\n")
                .doesNotContain("unknown prompt", "unknown response");
    }

    @Test
    void messagesOfAnAgentsOwnStepAreRead() {
        assertThat(explain("""
                        [{"event_type":"agent_call","input_data":{"messages":[{"role":"user","content":"delegate"}]},
                          "output_data":"done"},
                         {"event_type":"tool_result","tool_name":"t","output_data":"42"}]
                        """))
                .contains(
                        "**agent_call**.\n- Input: \"delegate\"\n- Output: \"done\"\n",
                        "**tool_result**.\n- Tool: t\n- Output: \"42\"\n\n");
    }

    @Test
    void eightFieldsAreShownAndTheRestIsCounted() {
        assertThat(explain("""
                        [{"event_type":"custom","a":1,"b":2,"c":3,"d":4,"e":5,"f":6,"g":7,"h":8,"i":9,"j":10}]
                        """)).contains("- h: 8\n- … 2 more\n").doesNotContain("- i: 9");
    }

    @Test
    void reasoningWithoutVisibleCharactersIsNotShown() {
        assertThat(explain("[{\"event_type\":\"llm_call\",\"decision_trace\":{\"reasoning\":\"\u200b\u2060\"}}]"))
                .doesNotContain("Reasoning");
        assertThat(explain("[{\"event_type\":\"llm_call\",\"decision_trace\":{\"reasoning\":\"\ud83d\"}}]"))
                .contains("*Reasoning:* \\ud83d\n");
    }

    @Test
    void thoughtsOfAModelAreItsReasoning() {
        assertThat(explain("""
                        [{"event_type":"llm_call","input_data":{"prompt":"p"},"output_data":{"content":[
                          {"type":"thinking","thinking":"Think first."},{"type":"text","text":"Done."}]}}]
                        """)).contains("- Response: \"Done.\"\n- 💡 *Reasoning:* Think first.\n");
    }

    @Test
    void messageOfAUserIsNoError() {
        assertThat(explain("""
                        [{"event_type":"agent_error","input_data":{"message":"Where is my order?"}},
                         {"event_type":"llm_call","input_data":{"message":"hi"},"output_data":{"message":{"role":"assistant","content":"hello"}}}]
                        """)).contains("The agent failed.\n", "- Prompt: \"hi\"\n- Response: \"hello\"\n");
    }

    @Test
    void numberSignAtTheEndOfANameStays() {
        assertThat(explain("[{\"event_type\":\"session_start\",\"agent_name\":\"team C #\"}]"))
                .startsWith("## Agent Session: team C \\#\n");
    }

    private static String explain(String events) {
        RecordedSession recorded = recorded(events);
        Explanation explanation = new Explanation(recorded.session());
        recorded.trace().forEach(explanation::step);
        return explanation.summary();
    }

    private static RecordedSession recorded(String events) {
        return RecordedSession.of(List.copyOf(Json.parse(events).values()));
    }
}
