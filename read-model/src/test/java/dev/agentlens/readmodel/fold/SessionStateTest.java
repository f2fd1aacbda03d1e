/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.fold;

import static dev.agentlens.common.event.AgentEvents.T0;
import static dev.agentlens.common.event.AgentEvents.ended;
import static dev.agentlens.common.event.AgentEvents.started;
import static dev.agentlens.common.event.AgentEvents.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.SessionStatus;
import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SessionStateTest {

    @Test
    void anyEventMakesASession() {
        SessionState session = fold(step("s", "e", T0, "llm_call", 5, 3));

        assertThat(session.startedAt()).isEqualTo(T0);
        assertThat(session.agentName()).isEqualTo("default-agent");
        assertThat(session.status()).isEqualTo(SessionStatus.ACTIVE);
        assertThat(session.endedAt()).isNull();
        assertThat(session.events()).isEqualTo(1);
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

    private static SessionState fold(AgentEvent first, AgentEvent... rest) {
        SessionState session = SessionState.of(first);
        for (AgentEvent event : rest) {
            session = session.with(event);
        }
        return session;
    }
}
