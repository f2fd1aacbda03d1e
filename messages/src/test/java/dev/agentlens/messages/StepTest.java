/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'input_data':{'prompt':'p'},'output_data':{'response':'r'}}",
                "{'input_data':'p','output_data':'r'}",
                "{'prompt':'p','response':'r'}",
                "{'input_data':{},'output_data':{},'prompt':'p','response':'r'}",
                "{'prompt':'p','output_data':{'completion':'r'}}",
                "{'messages':[{'role':'user','content':'p'}],'choices':[{'message':{'role':'assistant','content':'r'}}]}",
                "{'attributes':{'gen_ai.prompt.0.role':'user','gen_ai.prompt.0.content':'p','gen_ai.completion.0.content':'r'}}",
                "{'attributes':{'llm.input_messages.0.message.role':'user','llm.input_messages.0.message.content':'p',"
                        + "'llm.output_messages.0.message.role':'assistant','llm.output_messages.0.message.content':'r'}}",
                "{'attributes':{'ai.prompt':'{\\'prompt\\':\\'p\\',\\'messages\\':[]}','ai.response.text':'r'}}",
                "{'attributes':{'input.value':'p','output.value':'r'}}",
                "{'output_data':{'messages':[{'role':'user','content':'p'},{'role':'assistant','content':'r'}]}}"
            })
    void promptAndResponseAreFoundWhereverTheyAre(String event) {
        Step step = step(event);

        assertThat(step.prompt().text()).isEqualTo("p");
        assertThat(step.response().text()).isEqualTo("r");
    }

    @Test
    void stepWithoutMessagesHasNeither() {
        Step step = step("{'metadata':{'a':1},'span_id':'s'}");

        assertThat(step.prompt()).isNull();
        assertThat(step.response()).isNull();
        assertThat(step.reasoning()).isNull();
        assertThat(step.requestedTools()).isEmpty();
    }

    @Test
    void promptIsTheLastThatWasAskedNotTheHistory() {
        Step step =
                step("{'input_data':{'messages':[{'role':'user','content':'first'},{'role':'assistant','content':'x'},"
                        + "{'role':'user','content':'last'},{'role':'assistant','content':'{'}]}}");

        assertThat(step.prompt().text()).isEqualTo("last");
    }

    @Test
    void promptOfSystemMessagesAloneIsTheLastOfThem() {
        assertThat(step("{'input_data':{'messages':[{'role':'system','content':'s'}]}}")
                        .prompt()
                        .text())
                .isEqualTo("s");
    }

    @Test
    void responseIsWhatTheModelSaidLast() {
        Step step = step("{'output_data':{'messages':[{'role':'user','content':'q'},{'role':'assistant','content':'a'},"
                + "{'role':'tool','content':'t'},{'role':'assistant','content':'z'}]}}");

        assertThat(step.response().text()).isEqualTo("z");
    }

    @Test
    void reasoningAndRequestedToolsAreOfTheResponse() {
        Step step = step("{'output_data':{'content':[{'type':'thinking','thinking':'hm'},{'type':'text','text':'yes'},"
                + "{'type':'tool_use','name':'t','input':{}}]}}");

        assertThat(step.reasoning()).isEqualTo("hm");
        assertThat(step.requestedTools().get(0).shown()).isEqualTo("t({})");
        assertThat(step.response().words()).isTrue();
    }

    private static Step step(String event) {
        return Step.of(ToolCallsTest.payload("llm_call", event));
    }
}
