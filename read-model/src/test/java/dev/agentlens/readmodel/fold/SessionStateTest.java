/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.fold;

import static dev.agentlens.common.event.AgentEvents.T0;
import static dev.agentlens.common.event.AgentEvents.ended;
import static dev.agentlens.common.event.AgentEvents.started;
import static dev.agentlens.common.event.AgentEvents.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvents;
import dev.agentlens.common.event.EventField;
import dev.agentlens.common.event.EventIdentity;
import dev.agentlens.common.event.SessionStatus;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.prices.PriceList;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SessionStateTest {

    private static final PriceList PRICES = PriceList.shipped();

    @Test
    void anyEventMakesASession() {
        SessionState session = fold(step("s", "e", T0, "llm_call", 5, 3));

        assertThat(session.startedAt()).isEqualTo(T0);
        assertThat(session.agentName()).isEqualTo("default-agent");
        assertThat(session.status()).isEqualTo(SessionStatus.ACTIVE);
        assertThat(session.endedAt()).isNull();
        assertThat(session.totals().events()).isEqualTo(1);
    }

    @Test
    void earliestStartDecidesAndTiesGoToTheSmallerId() {
        SessionState session = fold(
                started("s", "c", T0.plusSeconds(1), "late"),
                started("s", "b", T0, "second"),
                started("s", "a", T0, "first"),
                step("s", "e", T0.minusSeconds(60), "llm_call", 0, 0));

        assertThat(session.agentName()).isEqualTo("first");
        assertThat(session.startedAt()).isEqualTo(T0);
    }

    @Test
    void startWithoutNameIsTheDefaultAgent() {
        assertThat(fold(started("s", "a", T0, null)).agentName()).isEqualTo("default-agent");
    }

    @Test
    void latestEndDecidesAndTiesGoToTheLargerId() {
        SessionState session = fold(
                ended("s", "a", T0.plusSeconds(5), SessionStatus.ERROR, 0),
                ended("s", "b", T0.plusSeconds(5), SessionStatus.TIMEOUT, 0),
                ended("s", "c", T0, SessionStatus.COMPLETED, 99));

        assertThat(session.status()).isEqualTo(SessionStatus.TIMEOUT);
        assertThat(session.endedAt()).isEqualTo(T0.plusSeconds(5));
    }

    @Test
    void declaredTotalAboveZeroReplacesTheSumWhateverComesLater() {
        SessionState session = fold(
                step("s", "a", T0, "llm_call", 5, 3),
                ended("s", "z", T0, SessionStatus.COMPLETED, 1200),
                step("s", "b", T0.plusSeconds(9), "llm_call", 5, 3));

        assertThat(session.totalTokensIn()).isEqualTo(BigDecimal.valueOf(1200));
        assertThat(session.totalTokensOut()).isEqualTo(BigDecimal.valueOf(6));
    }

    @Test
    void laterEventDoesNotReopenASession() {
        SessionState session = fold(
                ended("s", "z", T0, SessionStatus.COMPLETED, 0), step("s", "b", T0.plusSeconds(9), "llm_call", 5, 3));

        assertThat(session.status()).isEqualTo(SessionStatus.COMPLETED);
    }

    @Test
    void endBeforeStartGivesNoNegativeDuration() {
        assertThat(fold(started("s", "a", T0, "a"), ended("s", "z", T0.minusSeconds(5), SessionStatus.ERROR, 0))
                        .duration())
                .isEqualTo(Duration.ZERO);
    }

    @Test
    void earliestPromptIsTheTitleAndEarliestConversationCounts() {
        SessionState session = fold(
                step("s", "c", T0.plusSeconds(2), "llm_call", 1, 1, prompt("later")),
                step("s", "b", T0.plusSeconds(1), "llm_call", 1, 1, prompt("Where is\n\torder 7?  " + "x".repeat(200))),
                step("s", "a", T0, "tool_call", 0, 0, prompt("not a prompt")));

        assertThat(SessionOutline.text(session.story().title()))
                .startsWith("Where is order 7? xxx")
                .endsWith("…")
                .hasSize(120);
    }

    @Test
    void errorsAreThoseOfTheirTypeAndThoseThatSaySo() {
        SessionState session = fold(
                step("s", "a", T0, "agent_error", 0, 0),
                step("s", "b", T0, "llm_call", 0, 0, Map.of("error", RawJson.of("{\"message\":\"quota exceeded\"}"))),
                step("s", "c", T0, "llm_call", 0, 0, Map.of("error", RawJson.of("null"))),
                step("s", "d", T0, "llm_call", 0, 0, Map.of("error", RawJson.of("false"))));

        assertThat(session.totals().errors()).isEqualTo(2);
        assertThat(session.story().failures())
                .extracting(SessionOutline.Text::text)
                .containsExactly("agent_error", "quota exceeded");
    }

    @Test
    void costIsThatOfPricedModelsAndOtherTokensAreUnpriced() {
        AgentEvent priced = new AgentEvent.StepRecorded(
                new EventIdentity("s", "a"),
                "llm_call",
                T0,
                AgentEvents.call("openai/gpt-4o-2024-08-06", 1_000_000, 100_000)
                        .count(EventField.CACHE_READ_TOKENS, 400_000)
                        .build(),
                Map.of());
        AgentEvent unknown = new AgentEvent.StepRecorded(
                new EventIdentity("s", "b"),
                "llm_call",
                T0,
                AgentEvents.call("no-such-model", 7, 3).build(),
                Map.of());

        // 0.6 M at 2.50, 0.4 M cached at 1.25, 0.1 M out at 10 dollars per million.
        assertThat(fold(priced, unknown).totals().pricedUsd()).isEqualByComparingTo("3.00");
        assertThat(fold(priced, unknown).totals().unpricedTokens()).isEqualByComparingTo("10");
    }

    private static Map<String, RawJson> prompt(String text) {
        return Map.of(
                "input_data", RawJson.of("{\"prompt\":" + RawJson.ofString(text).text() + "}"));
    }

    private static SessionState fold(AgentEvent first, AgentEvent... rest) {
        SessionState session = SessionState.of(first, EventReading.of(first), PRICES);
        for (AgentEvent event : rest) {
            session = session.with(event, EventReading.of(event), PRICES);
        }
        return session;
    }
}
