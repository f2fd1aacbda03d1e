/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.events;

import static dev.agentlens.query.session.Traces.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.query.session.TraceEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PayloadSearchTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "weather | {\"prompt\":\"Weather?\"} | 11",
                "WEATHER? | {\"prompt\":\"Weather?\"} | 11",
                "prompt | {\"prompt\":\"Weather?\"} | 2",
                "zürich | {\"p\":\"In Z\\u00fcrich\"} | 9",
                "ÜRICH | {\"p\":\"In Z\\u00FCrich\"} | 10",
                "\"a\":1 | {\"held\":\"{\\\"A\\\":1}\"} | 10",
                "12.5 | {\"ms\":12.50} | 6",
                "ß | \"Straße\" | 5",
                "💡 | \"an 💡\" | 4",
                "💡 | \"an \\ud83d\\udca1\" | 4",
                "n | \"\\n\" | -1",
                "u00fc | \"\\u00fc\" | -1",
                "abc | \"ababc\" | 3",
                "longer than the value | \"x\" | -1",
            })
    void textIsFoundAsItReadsInAnyCase(String text, String json, int offset) {
        List<Match> matches = new PayloadSearch(text).in(step("x").input(json).event());

        assertThat(matches).isEqualTo(offset < 0 ? List.of() : List.of(new Match("input_data", offset)));
    }

    @Test
    void everyPayloadFieldIsSearchedButNoIdentityField() {
        TraceEvent event = step("needle")
                .id("needle")
                .model("needle")
                .output("[\"needle\",\"Needle needle\"]")
                .tool("\"needle\"")
                .decision("\"needle\"")
                .extra("{\"error\":\"no needle\",\"x\":1}")
                .event();

        assertThat(new PayloadSearch("needle").in(event))
                .containsExactly(
                        new Match("output_data", 2),
                        new Match("output_data", 11),
                        new Match("output_data", 18),
                        new Match("tool_call", 1),
                        new Match("decision_trace", 1),
                        new Match("error", 4));
    }

    @Test
    void atMostTwentyPlacesAreListed() {
        assertThat(new PayloadSearch("a")
                        .in(step("x").input("\"" + "a".repeat(1_000) + "\"").event()))
                .hasSize(PayloadSearch.MAX_MATCHES);
    }
}
