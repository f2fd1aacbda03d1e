/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import static dev.agentlens.query.session.Traces.session;
import static dev.agentlens.query.session.Traces.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.event.AgentEvents;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.query.Golden;
import dev.agentlens.query.session.Session;
import dev.agentlens.query.session.TraceEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExplanationTest {

    /** Each tries to be something else than text: a heading, a link, an image, HTML, code, emphasis, a line, an entity. */
    private static final List<String> HOSTILE = List.of(
            "# Heading\n## Another\r\n### Third",
            "Setext\n===\n---",
            "[link](https://evil.example) [ref][1]\n\n[1]: https://evil.example",
            "![image](https://evil.example/x.png)",
            "<script>alert(1)</script><img src=x onerror=alert(1)>",
            "<https://evil.example> &lt;b&gt; &#60;i&#62; AT&T",
            "`code` ``` fence\n```\nblock",
            "**bold** *em* __bold__ _em_ snake_case_name ~~gone~~",
            "back\\slash \\[escaped](x) \\\\[twice](x) trailing\\",
            "line\u2028separator\u2029paragraph\u0085next\u000bvertical",
            "right\u202Eto left\u2066isolate\u200Bzero\uFEFFbom\u0000nul\u001b[31m",
            "half \ud800 pair \udc00",
            "- item\n1. item\n> quote\n\n    code | table |");

    @Test
    void ordinarySessionReadsAsAStory() {
        golden(
                "ordinary.md",
                "research-agent",
                List.of(
                        step("llm_call")
                                .model("gpt-4")
                                .tokens(5, 3)
                                .duration("150.0")
                                .input("{\"prompt\":\"What is the capital of France?\"}")
                                .output("{\"response\":\"Paris.\"}")
                                .decision("{\"reasoning\":\"A question of fact.\"}")
                                .event(),
                        step("tool_call")
                                .duration("12.500")
                                .tool("{\"tool_name\":\"web_search\",\"tool_input\":{\"query\":\"Paris\"},"
                                        + "\"tool_output\":[\"a\",{\"b\":1.0}]}")
                                .event(),
                        step("tool_call")
                                .tool("{\"name\":\"calculator\",\"input\":\"1+1\",\"output\":2}")
                                .event(),
                        step("decision")
                                .decision("{\"reasoning\":\"The first is nearer.\",\"confidence\":0.90,"
                                        + "\"alternatives_considered\":[\"second\",{\"third\":[3]}]}")
                                .event(),
                        step("decision")
                                .input("{\"options\":[1,2]}")
                                .output("{\"chosen\":2}")
                                .decision("\"plain words\"")
                                .event(),
                        step("error").output("{\"error\":\"It broke.\"}").event(),
                        step("agent_error")
                                .input("{\"error\":{\"type\":\"Timeout\",\"message\":\"too slow\"}}")
                                .event(),
                        step("tool_error")
                                .tool("{\"tool_name\":\"web_search\",\"tool_input\":{\"q\":1}}")
                                .extra("{\"error_message\":\"503\"}")
                                .event(),
                        step("my.custom-event")
                                .tokens(1, 0)
                                .duration("0.005")
                                .input("[1]")
                                .output("\"text\"")
                                .event()));
    }

    @Test
    void absentValuesAreNamedAsUnknown() {
        golden(
                "absent.md",
                "default-agent",
                List.of(
                        step("llm_call").event(),
                        step("llm_call")
                                .input("{\"prompt\":null}")
                                .output("{\"text\":\"x\"}")
                                .event(),
                        step("llm_call").input("[]").output("7").event(),
                        step("llm_call")
                                .input("{\"prompt\":\"\"}")
                                .output("{\"response\":{\"a\":[1]}}")
                                .event(),
                        step("tool_call").event(),
                        step("tool_call").tool("{\"tool_name\":\"\"}").event(),
                        step("tool_call").tool("{\"tool_name\":\" \\u200b\"}").event(),
                        step("tool_call").tool("\"search\"").event(),
                        step("tool_error").event(),
                        step("error").event(),
                        step("decision")
                                .decision("{\"reasoning\":\" \",\"alternatives\":[]}")
                                .event(),
                        step("generic").input("{}").output("{}").event()));
    }

    @Test
    void textOfEventsStaysText() {
        String all = String.join(" | ", HOSTILE);
        String json = RawJson.ofString(all).text();
        golden(
                "hostile.md",
                all,
                HOSTILE.stream()
                        .map(text -> {
                            String quoted = RawJson.ofString(text).text();
                            return step("llm_call")
                                    .model(text)
                                    .input("{\"prompt\":" + quoted + "}")
                                    .output("{\"response\":{" + quoted + ":" + quoted + "}}")
                                    .event();
                        })
                        .toList());
        golden(
                "hostile-elsewhere.md",
                "agent",
                List.of(
                        step("tool_call")
                                .tool("{\"tool_name\":" + json + ",\"tool_input\":" + json + "}")
                                .event(),
                        step("error").output("{\"error\":" + json + "}").event(),
                        step("x")
                                .decision("{\"reasoning\":" + json + ",\"alternatives\":[" + json + "],\"confidence\":"
                                        + json + "}")
                                .event(),
                        step("[type](x)").input(json).event()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\\", "x\\\\", "\u200b x \u200b", "*", "__", "\\"})
    void nameInBoldStaysInBold(String name) {
        String headline = StepText.of(step("tool_call")
                        .tool("{\"tool_name\":" + RawJson.ofString(name).text() + "}")
                        .event())
                .headline();

        // The closing asterisks count if an even number of backslashes is before them, and no space.
        assertThat(headline).matches("The agent called the \\*\\*(?! ).*(?<![\\\\ ])(\\\\\\\\)*\\*\\* tool\\.");
    }

    @Test
    void everyStepIsOneBlockWhateverItsTextHolds() {
        for (String text : HOSTILE) {
            String quoted = RawJson.ofString(text).text();
            String markdown = explain(
                    "agent",
                    List.of(step("llm_call")
                            .input("{\"prompt\":" + quoted + "}")
                            .output(quoted)
                            .decision(quoted)
                            .event()));
            String block = markdown.substring(markdown.indexOf("**Step 1:**"), markdown.indexOf("\n\n### Summary"));

            assertThat(block.lines().skip(1)).as("lines of %s", text).allMatch(line -> line.startsWith("- "));
            assertThat(block)
                    .doesNotContain("<")
                    .doesNotContainPattern("(?<!\\\\)`")
                    .doesNotContainPattern("(?<!\\\\)](\\(|\\[)");
        }
    }

    @ParameterizedTest
    @CsvSource({"120, ''", "121, …", "5000, …"})
    void promptsAreCutAtACharacterNotInTheMiddleOfOne(int length, String end) {
        for (String character : List.of("a", "é", "💡")) {
            String said = StepText.of(step("llm_call")
                            .input("{\"prompt\":\"" + character.repeat(length) + "\"}")
                            .event())
                    .details(Dialogue.NONE)
                    .get(0);

            assertThat(said).isEqualTo("Prompt: \"" + character.repeat(120) + end + '"');
        }
    }

    @Test
    void jsonIsCutLikeText() {
        String details = StepText.of(step("tool_call")
                        .tool("{\"tool_input\":[" + "1,".repeat(500) + "1]}")
                        .event())
                .details(Dialogue.NONE)
                .get(0);

        assertThat(details).isEqualTo("Input: [" + "1,".repeat(59) + "1…");
    }

    @Test
    void omittedStepsAreCountedAndTheNumbersGoOn() {
        Explanation explanation = new Explanation(session("s1", "agent", List.of()));
        explanation.step(step("a").event());
        explanation.omit(500);
        explanation.step(step("b").event());

        assertThat(explanation.summary(7, 8))
                .contains("**Step 1:** Event **a**.\n\n*… 500 steps left out …*\n\n**Step 502:** Event **b**.\n")
                .contains("- 7 LLM call(s), 8 tool call(s), 0 error(s)\n");
    }

    @Test
    void sessionWithoutAnEndIsOngoing() {
        Session active = session("s1", "agent", List.of(), null, "active");

        assertThat(new Explanation(active).summary(0, 0))
                .contains("**Duration:** ongoing\n")
                .endsWith("- Session status: active\n");
    }

    @Test
    void sessionThatEndsBeforeItStartsTookNoTime() {
        Session reversed = session("s1", "agent", List.of(), AgentEvents.T0.minusSeconds(9), "completed");

        assertThat(new Explanation(reversed).summary(0, 0)).contains("**Duration:** 0ms\n");
    }

    private static void golden(String file, String agentName, List<TraceEvent> trace) {
        Golden.assertSame(file, explain(agentName, trace));
    }

    private static String explain(String agentName, List<TraceEvent> trace) {
        Explanation explanation = new Explanation(session("s1", agentName, trace));
        trace.forEach(explanation::step);
        return explanation.summary(count(trace, "llm_call"), count(trace, "tool_call"));
    }

    private static long count(List<TraceEvent> trace, String type) {
        return trace.stream().filter(event -> event.eventType().equals(type)).count();
    }
}
