/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"b\":1.0,\"a\":[0.90,12345678901234567890,1E+2]}",
                "\"half \\ud83d pair \\udc00\"",
                "\"\\u0000\\n é 💡\"",
                "[]",
                "null"
            })
    void compactJsonIsWhatWasParsed(String json) {
        assertThat(Json.compact(Json.parse(json))).isEqualTo(json);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "{", "[1] 2", "{'a':1}", "nul"})
    void textThatIsNoJsonIsNull(String text) {
        assertThat(Json.parse(text)).isNull();
    }
}
