/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.messages.json.Json;
import dev.agentlens.messages.message.ToolCall;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class ToolCallsTest {

    /** Name, arguments and result, in every shape. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'tool_call':{'tool_name':'t','tool_input':{'a':1},'tool_output':'r'}}",
                "{'tool_call':{'name':'t','input':{'a':1},'output':'r'}}",
                "{'tool_call':{'name':'t','args':{'a':1},'result':'r'}}",
                "{'tool_call':{'name':'t','arguments':{'a':1},'result':'r'}}",
                "{'tool_call':{'name':'t','arguments':'{\\'a\\':1}','result':'r'}}",
                "{'tool_call':{'type':'function','function':{'name':'t','arguments':'{\\'a\\': 1}'},'output':'r'}}",
                "{'tool_call':{'type':'tool_use','id':'x','name':'t','input':{'a':1}},'output_data':'r'}",
                "{'tool_call':{'toolUse':{'toolUseId':'x','name':'t','input':{'a':1}}},'output_data':'r'}",
                "{'tool_call':{'functionCall':{'name':'t','args':{'a':1}}},'output_data':'r'}",
                "{'tool_call':{'toolCallId':'x','toolName':'t','input':{'a':1},'output':'r'}}",
                "{'tool_call':[{'name':'t','args':{'a':1},'result':'r'}]}",
                "{'tool_call':{'tool_calls':[{'function':{'name':'t','arguments':'{\\'a\\':1}'},'result':'r'}]}}",
                "{'tool_call':'{\\'name\\':\\'t\\',\\'args\\':{\\'a\\':1},\\'result\\':\\'r\\'}'}",
                "{'tool_call':'t','input_data':{'a':1},'output_data':'r'}",
                "{'tool_call':{'tool_name':'t'},'input_data':{'a':1},'output_data':'r'}",
                "{'tool_name':'t','input_data':{'a':1},'output_data':'r'}",
                "{'tool_name':'t','tool_input':{'a':1},'tool_output':'r'}",
                "{'name':'t','arguments':'{\\'a\\':1}','result':'r'}",
                "{'tool':'t','input':{'a':1},'output':'r'}",
                "{'input_data':{'name':'t','arguments':{'a':1}},'output_data':'r'}",
                "{'input_data':{'tool_name':'t','tool_input':{'a':1}},'output_data':'r'}",
                "{'attributes':{'gen_ai.tool.name':'t','gen_ai.tool.call.arguments':'{\\'a\\':1}','gen_ai.tool.call.result':'r'}}",
                "{'attributes':{'tool.name':'t','input.value':'{\\'a\\':1}','output.value':'r'}}",
                "{'attributes':{'ai.toolCall.name':'t','ai.toolCall.args':'{\\'a\\':1}','ai.toolCall.result':'r'}}"
            })
    void callOfEveryShapeIsRead(String event) {
        List<ToolCall> calls = calls("tool_call", event);

        assertThat(calls).hasSize(1);
        assertThat(calls.get(0).shown()).isEqualTo("t({\"a\":1})");
        assertThat(calls.get(0).output()).hasToString("\"r\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{'tool_call':{}}", "{'tool_call':[]}", "{'tool_call':null}", "{'input_data':{}}"})
    void eventThatCarriesNothingHasNoCall(String event) {
        assertThat(calls("tool_call", event)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'tool_call':{'tool_name':7}} | {\"tool_name\":7}",
                "{'tool_call':{'name':{}}} | {\"name\":{}}",
                "{'tool_call':1} | 1",
                "{'tool_call':'what it did'} | \"what it did\"",
                "{'tool_call':{'tool_input':[1]}} | [1]"
            },
            quoteCharacter = '\0')
    void callWithoutANameKeepsWhatItCarries(String event, String input) {
        ToolCall call = calls("tool_call", event).get(0);

        assertThat(call.name()).isNull();
        assertThat(call.input()).hasToString(input);
    }

    @Test
    void everyCallOfAListIsRead() {
        List<ToolCall> calls = calls(
                "tool_call",
                "{'tool_call':[{'id':'1','type':'function','function':{'name':'a','arguments':'{}'}},{'name':'b','args':{'x':1}}]}");

        assertThat(calls.stream().map(ToolCall::shown)).containsExactly("a({})", "b({\"x\":1})");
    }

    @Test
    void eventOfAnyTypeMayNameATool() {
        assertThat(calls("llm_call", "{'tool_call':{'tool_name':'t'},'input_data':{'prompt':'p'}}")
                        .get(0)
                        .shown())
                .isEqualTo("t()");
        assertThat(calls("my_step", "{'tool_name':'t'}").get(0).shown()).isEqualTo("t()");
        assertThat(calls("span_start", "{'name':'plan the trip'}")).isEmpty();
        assertThat(calls("llm_call", "{'output_data':{'tool_calls':[{'name':'t','args':{}}]}}"))
                .as("what a response asks for has not been called yet")
                .isEmpty();
    }

    @Test
    void textThatIsNoObjectOrListStaysText() {
        assertThat(calls("tool_call", "{'tool_call':{'name':'t','arguments':'1+1'}}")
                        .get(0)
                        .shown())
                .isEqualTo("t(\"1+1\")");
        assertThat(calls("tool_call", "{'tool_call':{'name':'t','arguments':'{\\'a\\':'}}")
                        .get(0)
                        .shown())
                .isEqualTo("t(\"{\\\"a\\\":\")");
    }

    @Test
    void namesAreSaidOnce() {
        Payload event = payload("tool_call", "{'tool_call':[{'name':'b'},{'name':'a'},{'name':'b'}]}");

        assertThat(ToolCalls.names(event).stream().collect(Collectors.joining(",")))
                .isEqualTo("b,a");
    }

    static List<ToolCall> calls(String type, String event) {
        return ToolCalls.of(payload(type, event));
    }

    static Payload payload(String type, String event) {
        ObjectNode fields = (ObjectNode) Json.parse(event.replace('\'', '"'));
        return Payload.of(fields.put("event_type", type));
    }
}
