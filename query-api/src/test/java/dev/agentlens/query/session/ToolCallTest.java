/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.json.RawJson;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ToolCallTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"tool_name\":\"t\",\"tool_input\":{\"a\":1},\"tool_output\":[2]}",
                "{\"name\":\"t\",\"input\":{\"a\":1},\"output\":[2]}",
                "{\"tool_name\":null,\"name\":\"t\",\"input\":{\"a\":1},\"tool_output\":[2],\"output\":3}"
            })
    void eitherSetOfNamesIsRead(String json) {
        assertThat(call(json)).isEqualTo(new ToolCall("t", RawJson.of("{\"a\":1}"), RawJson.of("[2]")));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"{}", "[]", "\"two words\"", "1", "{\"tool_name\":\"\"}", "{\"tool_name\":7}", "{\"name\":{}}"})
    void whatNamesNoToolHasNoName(String json) {
        assertThat(call(json).name()).isNull();
    }

    @Test
    void nameCanBeWrittenInUtf8() {
        assertThat(call("{\"name\":\"a\\ud800b\\ud83d\\udca1\\udc00\"}").name()).isEqualTo("a\ufffdb💡\ufffd");
    }

    private static ToolCall call(String json) {
        List<ToolCall> calls = ToolCall.of(Traces.step("tool_call").tool(json).event());
        return calls.isEmpty() ? new ToolCall(null, null, null) : calls.get(0);
    }
}
