/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.json.RawJson;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExcerptTest {

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            quoteCharacter = '`',
            value = {
                "{\"input_data\":{\"prompt\":\"Hello\"},\"output_data\":{\"response\":\"Hi\"}} => Hello → Hi",
                "{\"tool_call\":null,\"input_data\":\"Hello\",\"output_data\":{}} => Hello",
                "{\"tool_call\":{\"tool_name\":\"search\",\"tool_input\":[1],\"tool_output\":null}} => search [1]",
                "{\"tool_call\":{\"tool_output\":\"ok\"}} => → ok",
            })
    void mostTellingComesFirst(String event, String excerpt) {
        assertThat(Excerpt.inAndOut(RawJson.of(event).fields())).isEqualTo(excerpt);
    }
}
