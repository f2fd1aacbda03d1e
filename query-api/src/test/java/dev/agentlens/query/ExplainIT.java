/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvents;
import dev.agentlens.common.event.SessionStatus;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** GET /sessions/:id/explain. */
class ExplainIT extends QueryITBase {

    @Test
    void sessionIsExplained() {
        EVENTS.project(
                event("s", "1", "session_start", "2026-02-14T10:30:00Z", ",\"agent_name\":\"research-agent\""),
                event(
                        "s",
                        "2",
                        "llm_call",
                        "2026-02-14T10:30:01Z",
                        ",\"model\":\"gpt-4\",\"tokens_in\":5,\"tokens_out\":3,\"input_data\":{\"prompt\":\"Hi\"}"),
                event(
                        "s",
                        "3",
                        "session_end",
                        "2026-02-14T10:30:45.200Z",
                        ",\"ended_at\":\"2026-02-14T10:30:45.200Z\",\"status\":\"error\",\"total_tokens_in\":1200,"
                                + "\"total_tokens_out\":350"));

        JsonNode response = client.get("/sessions/s/explain").json();

        assertThat(response.propertyNames()).containsExactly("session_id", "explanation");
        assertThat(response.get("session_id").asString()).isEqualTo("s");
        assertThat(response.get("explanation").asString()).isEqualTo("""
                        ## Agent Session: research-agent
                        **Duration:** 45.2s
                        **Total tokens used:** 1550 (1200 input, 350 output)

                        ### What happened:

                        **Step 1:** The agent made an LLM call using gpt-4.
                        - Prompt: "Hi"
                        - Response: unknown response
                        - Tokens: 5 in / 3 out

                        ### Summary

                        - 1 LLM call(s), 0 tool call(s), 0 error(s)
                        - Total tokens: 1550
                        - Session status: error
                        """);
    }

    @Test
    void sameEventsInAnyOrderAreTheSameStory() {
        List<AgentEvent> events = new ArrayList<>(AgentEvents.oneOfEachKind());
        for (int i = 0; i < 50; i++) {
            events.add(AgentEvents.step("s", "e" + i, AgentEvents.T0.plusSeconds(i), "t" + i, i, 0));
        }
        EVENTS.project(events);
        String story = client.get("/sessions/s/explain").body();
        assertThat(client.get("/sessions/s/explain").body()).isEqualTo(story);

        EVENTS.clear();
        Collections.shuffle(events, new Random(1));
        EVENTS.project(events);
        EVENTS.project(events);

        assertThat(client.get("/sessions/s/explain").body()).isEqualTo(story);
    }

    @Test
    void spansAreNestedInTheirParentsInAnyOrder() {
        EVENTS.project(
                event(
                        "s",
                        "2",
                        "llm_call",
                        "2026-02-14T10:30:01Z",
                        ",\"span_id\":\"2\",\"parent_span_id\":\"1\",\"tokens_in\":5,\"input_data\":\"Hi\","
                                + "\"output_data\":\"Hello\""),
                event(
                        "s",
                        "1",
                        "agent_call",
                        "2026-02-14T10:30:01Z",
                        ",\"span_id\":\"1\",\"name\":\"planner\",\"duration_ms\":1500"));

        assertThat(client.get("/sessions/s/explain").json().get("explanation").asString())
                .contains("""
                        * The agent **planner** took 1.5s and used 5 tokens (5 in / 0 out).

                          **Step 1:** The agent made an LLM call using an unknown model.
                          - Prompt: "Hi"
                          - Response: "Hello"
                          - Tokens: 5 in / 0 out

                        ### Summary
                        """);
    }

    @Test
    void longSessionIsShortenedInTheMiddleAndItsSummaryCountsAll() {
        EVENTS.project(IntStream.range(0, 1_500)
                .mapToObj(i -> AgentEvents.step(
                        "s",
                        "e" + i,
                        AgentEvents.T0.plusSeconds(i),
                        List.of("llm_call", "tool_call", "error").get(i % 3),
                        1,
                        2))
                .toList());

        String story =
                client.get("/sessions/s/explain").json().get("explanation").asString();

        assertThat(story)
                .contains("**Step 500:**", "\n\n*… 500 steps left out …*\n\n**Step 1001:**", "**Step 1500:**")
                .doesNotContain("**Step 501:**", "**Step 1000:**", "**Step 1501:**")
                .contains("- 500 LLM call(s), 500 tool call(s), 500 error(s)\n- Total tokens: 4500\n");
    }

    @Test
    void sessionOfAThousandStepsIsNotShortened() {
        EVENTS.project(IntStream.range(0, 1_000)
                .mapToObj(i -> AgentEvents.step("s", "e" + i, AgentEvents.T0, "t", 0, 0))
                .toList());

        assertThat(client.get("/sessions/s/explain").json().get("explanation").asString())
                .contains("**Step 1:**", "**Step 500:**", "**Step 501:**", "**Step 1000:**")
                .doesNotContain("left out");
    }

    @Test
    void sessionOfMillenniaIsExplained() {
        EVENTS.project(List.of(
                AgentEvents.started("s", "1", java.time.Instant.parse("0001-01-01T00:00:00Z"), "a"),
                AgentEvents.ended("s", "2", AgentEvents.T0, SessionStatus.COMPLETED, 0)));

        assertThat(client.get("/sessions/s/explain").body()).contains("**Duration:** 10651", "m\\n");
    }
}
