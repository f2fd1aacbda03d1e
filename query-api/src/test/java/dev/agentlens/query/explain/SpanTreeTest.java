/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import static dev.agentlens.query.session.Traces.session;
import static dev.agentlens.query.session.Traces.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.query.session.TraceEvent;
import dev.agentlens.query.session.Traces;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Events that name their parent span are nested in it. */
class SpanTreeTest {

    @Test
    void stepsAreNestedInTheirAgentAndChain() {
        assertThat(steps(
                        span("agent_call", "a", null).duration("4800").event(),
                        span("chain", "c", "a").duration("12.5").event(),
                        span("llm_call", "m", "c").model("gpt-4").tokens(5, 3).event(),
                        span("tool_call", "t", "a")
                                .tool("{\"name\":\"search\",\"input\":1}")
                                .event(),
                        step("decision").id("plain").event()))
                .isEqualTo("""
                        * The agent **name of a** took 4.8s and used 8 tokens (5 in / 3 out).

                          * The chain **name of c** took 12.5ms and used 8 tokens (5 in / 3 out).

                            **Step 1:** The agent made an LLM call using gpt-4.
                            - Prompt: unknown prompt
                            - Response: unknown response
                            - Tokens: 5 in / 3 out

                          **Step 2:** The agent called the **search** tool.
                          - Input: 1

                        **Step 3:** The agent made a decision.

                        """);
    }

    @Test
    void callsWithinACallAreNested() {
        assertThat(steps(
                        span("tool_call", "t", null)
                                .tool("{\"name\":\"research\"}")
                                .duration("5")
                                .event(),
                        span("llm_call", "m", "t")
                                .input("\"Hi\"")
                                .output("\"Yes\"")
                                .event(),
                        span("error", "e", "t")
                                .output("{\"error\":\"It broke.\"}")
                                .event()))
                .isEqualTo("""
                        **Step 1:** The agent called the **research** tool.
                        - Duration: 5ms
                        - Within it:

                          **Step 2:** The agent made an LLM call using an unknown model.
                          - Prompt: "Hi"
                          - Response: "Yes"

                          **Step 3:** An error occurred: It broke.
                          - Output: {"error":"It broke."}

                        """);
    }

    @Test
    void tokensOfAnContainerAreThoseOfItsLeaves() {
        assertThat(steps(
                        span("agent_call", "a", null).tokens(100, 100).event(),
                        span("llm_call", "outer", "a").tokens(7, 1).event(),
                        span("llm_call", "inner", "outer").tokens(7, 1).event(),
                        span("chain", "c", "a").tokens(100, 100).event(),
                        span("llm_call", "m", "c").tokens(2, 2).event()))
                .contains("* The agent **name of a** used 12 tokens (9 in / 3 out).")
                .contains("  * The chain **name of c** used 4 tokens (2 in / 2 out).");
    }

    @Test
    void containersThatFailSayWhy() {
        assertThat(steps(
                        step("chain")
                                .id("c")
                                .extra("{\"name\":\"plan\",\"span_id\":\"c\",\"error\":{\"message\":\"no budget\"}}")
                                .event(),
                        span("llm_call", "m", "c").event()))
                .startsWith("* The chain **plan** ran. It failed: no budget\n\n  **Step 1:**");
    }

    @Test
    void containerShowsWhatNoInnerCallShows() {
        assertThat(steps(
                        span("agent_call", "a", null)
                                .input("\"Who?\"")
                                .output("\"Me.\"")
                                .event(),
                        span("tool_call", "t", "a").tool("{\"name\":\"x\"}").event()))
                .isEqualTo("""
                        * The agent **name of a** ran.
                          - Input: "Who?"
                          - Output: "Me."

                          **Step 1:** The agent called the **x** tool.

                        """);
    }

    @Test
    void messagesOfLogRecordsAreInTheStepOfTheirSpan() {
        String messages = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hello?\"}]}";
        String choices = "{\"choices\":[{\"message\":{\"content\":\"Hi!\"}}]}";
        TraceEvent call =
                span("llm_call", "m", null).model("gpt-4").duration("5").event();

        assertThat(steps(
                        ofSpan("messages", "l1", "m").input(messages).event(),
                        call,
                        ofSpan("messages", "l2", "m").output(choices).event()))
                .isEqualTo("""
                        **Step 1:** The agent made an LLM call using gpt-4.
                        - Prompt: "Hello?"
                        - Response: "Hi!"
                        - Duration: 5ms

                        """);
        assertThat(steps(
                        span("llm_call", "m", null).input("\"Own\"").event(),
                        ofSpan("messages", "l1", "m")
                                .input(messages)
                                .output(choices)
                                .event()))
                .contains("- Prompt: \"Own\"\n- Response: \"Hi!\"\n")
                .doesNotContain("Step 2");
        assertThat(steps(ofSpan("messages", "l1", "missing").input(messages).event()))
                .isEqualTo("**Step 1:** Event **messages**.\n- Input: \"Hello?\"\n\n");
    }

    @Test
    void messagesOfAContainerAreShownIfNoInnerCallHasThem() {
        String messages = "{\"messages\":[{\"role\":\"user\",\"content\":\"Hello?\"}]}";

        assertThat(steps(
                        span("agent_call", "a", null).event(),
                        ofSpan("messages", "l1", "a").input(messages).event(),
                        span("tool_call", "t", "a").event()))
                .startsWith("* The agent **name of a** ran.\n  - Prompt: \"Hello?\"\n\n  **Step 1:**");
    }

    @Test
    void parentsMayComeAfterTheirChildren() {
        assertThat(steps(
                        span("llm_call", "m", "c").event(),
                        span("chain", "c", "a").event(),
                        span("agent_call", "a", null).event()))
                .startsWith("* The agent **name of a** ran.\n\n  * The chain **name of c** ran.\n\n    **Step 1:**");
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing", "", " "})
    void anEventWithoutItsParentIsAtTheTopLevel(String parent) {
        assertThat(steps(
                        step("x")
                                .id("1")
                                .extra("{\"parent_span_id\":\"" + parent + "\"}")
                                .event(),
                        step("x").id("2").extra("{\"parent_span_id\":7}").event()))
                .isEqualTo("**Step 1:** Event **x**.\n\n**Step 2:** Event **x**.\n\n");
    }

    @Test
    void circlesAreCutAtTheirEarliestEvent() {
        assertThat(steps(
                        span("chain", "self", "self").event(),
                        span("chain", "b", "c").event(),
                        span("chain", "c", "d").event(),
                        span("chain", "d", "b").event(),
                        span("llm_call", "m", "d").event()))
                .isEqualTo("""
                        **Step 1:** The chain **name of self** ran.

                        * The chain **name of b** ran.

                          * The chain **name of d** ran.

                            **Step 2:** The chain **name of c** ran.

                            **Step 3:** The agent made an LLM call using an unknown model.
                            - Prompt: unknown prompt
                            - Response: unknown response

                        """);
    }

    @Test
    void tooDeepEventsAreShownAtTheDeepestLevel() {
        List<TraceEvent> trace = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            trace.add(span("chain", "s" + i, i == 0 ? null : "s" + (i - 1)).event());
        }
        String steps = steps(trace.toArray(TraceEvent[]::new));

        assertThat(steps.lines().filter(line -> line.contains("The chain"))).hasSize(1_000);
        assertThat(steps.lines()
                        .mapToInt(line -> line.length() - line.stripLeading().length()))
                .allMatch(indent -> indent <= 2 * StepTree.DEEPEST);
    }

    @Test
    void aSpanInTwoEventsIsShownAsOne() {
        assertThat(steps(
                        step("span_start")
                                .id("1")
                                .extra("{\"span_id\":\"s\",\"name\":\"plan\"}")
                                .event(),
                        span("llm_call", "m", "s").tokens(1, 2).event(),
                        step("tool_call")
                                .id("3")
                                .extra("{\"span_id\":\"s\"}")
                                .tool("{\"name\":\"x\"}")
                                .event(),
                        step("span_end")
                                .id("4")
                                .extra("{\"span_id\":\"s\",\"error\":\"late\"}")
                                .duration("1500")
                                .event()))
                .startsWith("* **plan** took 1.5s and used 3 tokens (1 in / 2 out). It failed: late\n\n  **Step 1:**")
                .contains("\n\n  **Step 2:** The agent called the **x** tool.\n\n")
                .doesNotContain("Step 3");
    }

    @Test
    void emptySpansAreOrdinarySteps() {
        assertThat(steps(
                        step("span_start")
                                .id("1")
                                .extra("{\"span_id\":\"s\",\"name\":\"plan\"}")
                                .event(),
                        step("llm_call").id("2").extra("{\"span_id\":\"s\"}").event(),
                        step("span_end")
                                .id("3")
                                .extra("{\"span_id\":\"s\",\"status\":\"ok\"}")
                                .event()))
                .isEqualTo("""
                        **Step 1:** Event **span\\_start**.
                        - name: plan

                        **Step 2:** The agent made an LLM call using an unknown model.
                        - Prompt: unknown prompt
                        - Response: unknown response

                        **Step 3:** Event **span\\_end**.
                        - status: ok

                        """.replace("\\_", "_"));
    }

    /** Each event once, whatever its parent and in any order. */
    @Test
    void everyEventIsShownOnce() {
        Random random = new Random(7);
        for (int round = 0; round < 200; round++) {
            int events = 1 + random.nextInt(40);
            List<TraceEvent> trace = new ArrayList<>(IntStream.range(0, events)
                    .mapToObj(i -> span(
                                    List.of("chain", "llm_call", "agent_call", "x")
                                            .get(random.nextInt(4)),
                                    "s" + i,
                                    random.nextBoolean() ? "s" + random.nextInt(events + 2) : null)
                            .decision("\"reason " + i + ";\"")
                            .event())
                    .toList());
            Collections.shuffle(trace, random);

            String steps = steps(trace.toArray(TraceEvent[]::new));

            long lines = Pattern.compile("(?m)^ *(\\*\\*Step \\d+:\\*\\*|\\* The )")
                    .matcher(steps)
                    .results()
                    .count();
            assertThat(lines).isEqualTo(events);
        }
    }

    @Test
    void inAShortenedSessionContainersSumUpNoTokens() {
        Explanation explanation = new Explanation(Traces.session("s1", "a", List.of()));
        explanation.step(span("agent_call", "a", null).duration("5").event());
        explanation.step(span("llm_call", "m", "a").tokens(5, 3).event());
        explanation.omit(10);
        explanation.step(span("llm_call", "n", "a").tokens(5, 3).event());

        assertThat(explanation.summary(12, 0))
                .contains("* The agent **name of a** took 5ms.\n\n  **Step 1:**", "\n\n**Step 12:** The agent made");
    }

    private static Traces.Step span(String type, String id, String parent) {
        return step(type)
                .id(id)
                .extra("{\"name\":\"name of " + id + "\",\"span_id\":\"" + id + "\""
                        + (parent == null ? "" : ",\"parent_span_id\":\"" + parent + "\"") + "}");
    }

    private static Traces.Step ofSpan(String type, String id, String parent) {
        return step(type).id(id).extra("{\"parent_span_id\":\"" + parent + "\"}");
    }

    /** Only the steps of the explanation. */
    private static String steps(TraceEvent... trace) {
        Explanation explanation = new Explanation(session("s1", "a", List.of(trace)));
        List.of(trace).forEach(explanation::step);
        String text = explanation.summary();
        String begin = "### What happened:\n\n";
        return text.substring(text.indexOf(begin) + begin.length(), text.indexOf("### Summary"));
    }
}
