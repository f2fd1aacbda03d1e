/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'error':'boom'}",
                "{'error':{'message':'boom','type':'server_error','code':500}}",
                "{'error':{'error':{'message':'boom'}}}",
                "{'error_message':'boom'}",
                "{'exception':{'type':'IOError','message':'boom'}}",
                "{'errors':[{'message':'boom'}]}",
                "{'output_data':{'error':'boom'}}",
                "{'output_data':{'error':{'message':'boom'}}}",
                "{'output_data':{'errors':['boom']}}",
                "{'output_data':{'message':'boom'}}",
                "{'output_data':'boom'}",
                "{'message':'boom'}",
                "{'tool_call':{'name':'t','error':'boom'}}",
                "{'tool_call':{'name':'t','tool_output':{'error':'boom'}}}",
                "{'tool_call':[{'name':'t'},{'name':'u','error':'boom'}]}",
                "{'attributes':{'exception.message':'boom','exception.type':'IOError'}}",
                "{'events':[{'name':'exception','attributes':{'exception.message':'boom'}}]}",
                "{'metadata':{'error':'boom'}}",
                "{'input_data':{'error':{'message':'boom'}}}",
                "{'status':{'code':'ERROR','message':'boom'}}",
                "{'status':'error','status_message':'boom'}",
                "{'error':true,'metadata':{'error':'boom'}}",
                "{'error':'Traceback (most recent call last):\\n  File \\'a.py\\', line 1\\n    x()\\nboom\\n'}",
                "{'tool_call':{'tool_output':{'observation':'Traceback (most recent call last):\\n  File\\nboom'}}}",
                "{'stack':'boom\\n    at a (b.js:1:2)'}",
                "{'stack_trace':'boom\\n\\tat a.B.c(B.java:1)\\n\\tat a.D.e(D.java:2)'}"
            })
    void messageIsFoundWhereverItIs(String event) {
        assertThat(error("error", event)).isEqualTo("boom");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{'error':{'code':429}} | {\"code\":429}",
                "{'errors':[{'message':'a'},'b']} | a; b",
                "{'error':{'type':'Timeout','detail':[{'msg':'too slow'}]}} | too slow"
            })
    void errorInAnotherShapeIsShown(String event, String message) {
        assertThat(error("agent_error", event)).isEqualTo(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'error':true}", "{'status':'error'}", "{'tool_call':{'name':'t','is_error':true}}"})
    void failureWithoutAMessageIsAFailure(String event) {
        assertThat(error("tool_call", event)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'error':null}",
                "{'error':false}",
                "{'error':''}",
                "{'error':{}}",
                "{'errors':[]}",
                "{'errors':3}",
                "{'error':0}",
                "{'error':'None'}",
                "{'stack':'django, postgres'}",
                "{'status':'ok'}",
                "{'output_data':{'message':'a message of the model'}}",
                "{'output_data':'boom'}",
                "{'message':'to whom it may concern'}",
                "{'input_data':{'message':'a message of the user'}}"
            })
    void whatIsNoErrorIsNone(String event) {
        assertThat(error("llm_call", event)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'input_data':{'message':'a message of the user'}}",
                "{'input_data':'a message of the user'}",
                "{'output_data':{'role':'assistant','message':'a message of the model'}}"
            })
    void messageOfAUserOrModelIsNeverAnError(String event) {
        assertThat(error("error", event)).isNull();
    }

    private static String error(String type, String event) {
        return Errors.of(ToolCallsTest.payload(type, event));
    }
}
