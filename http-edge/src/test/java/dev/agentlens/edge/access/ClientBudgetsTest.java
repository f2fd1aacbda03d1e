/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.edge.access.ClientBudgets.Grant;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientBudgetsTest {

    private static final Duration WINDOW = Duration.ofSeconds(60);

    private final AtomicLong nanos = new AtomicLong(Duration.ofDays(3).toNanos());

    @Test
    void budgetIsSpentOneByOneAndThenRefused() {
        ClientBudgets budgets = budgets(3, 100);

        assertThat(IntStream.range(0, 5).mapToObj(i -> budgets.spend("a")))
                .containsExactly(
                        new Grant(true, 3, 2, 60),
                        new Grant(true, 3, 1, 60),
                        new Grant(true, 3, 0, 60),
                        new Grant(false, 3, 0, 60),
                        new Grant(false, 3, 0, 60));
    }

    @Test
    void resetCountsDownToTheEndOfTheWindowInWholeSecondsRoundedUp() {
        ClientBudgets budgets = budgets(10, 100);
        budgets.spend("a");

        pass(Duration.ofMillis(1));
        assertThat(budgets.spend("a").resetSeconds()).isEqualTo(60);
        pass(Duration.ofMillis(999));
        assertThat(budgets.spend("a").resetSeconds()).isEqualTo(59);
        pass(Duration.ofMillis(58_999));
        assertThat(budgets.spend("a")).isEqualTo(new Grant(true, 10, 6, 1));
    }

    @Test
    void windowThatEndsGivesTheWholeBudgetBack() {
        ClientBudgets budgets = budgets(2, 100);
        budgets.spend("a");
        budgets.spend("a");
        assertThat(budgets.spend("a").granted()).isFalse();

        pass(WINDOW.minusNanos(1));
        assertThat(budgets.spend("a").granted()).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(budgets.spend("a")).isEqualTo(new Grant(true, 2, 1, 60));
    }

    @Test
    void unusedBudgetIsNotSavedUp() {
        ClientBudgets budgets = budgets(2, 100);
        budgets.spend("a");
        pass(WINDOW.multipliedBy(1).plusSeconds(50));
        assertThat(budgets.spend("a")).isEqualTo(new Grant(true, 2, 1, 10));
        pass(Duration.ofHours(5));
        assertThat(budgets.spend("a").remaining()).isEqualTo(1);
    }

    @Test
    void refusalsDoNotPutTheEndOff() {
        ClientBudgets budgets = budgets(1, 100);
        budgets.spend("a");
        for (int second = 1; second < 60; second++) {
            pass(Duration.ofSeconds(1));
            assertThat(budgets.spend("a")).isEqualTo(new Grant(false, 1, 0, 60 - second));
        }
        pass(Duration.ofSeconds(1));
        assertThat(budgets.spend("a").granted()).isTrue();
    }

    @Test
    void clientsHaveBudgetsOfTheirOwn() {
        ClientBudgets budgets = budgets(1, 100);
        budgets.spend("a");

        assertThat(budgets.spend("a").granted()).isFalse();
        assertThat(budgets.spend("b").granted()).isTrue();
    }

    @Test
    void rememberedClientsStayBelowTheBound() {
        ClientBudgets budgets = budgets(5, 100);

        IntStream.range(0, 10_000).forEach(i -> budgets.spend("client " + i));

        assertThat(budgets.clients()).isBetween(1L, 100L);
    }

    @Test
    void clientThatStaysAwayIsForgotten() {
        ClientBudgets budgets = budgets(5, 100);
        budgets.spend("a");
        assertThat(budgets.clients()).isEqualTo(1);

        pass(WINDOW.multipliedBy(2));
        assertThat(budgets.clients()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {Long.MIN_VALUE, -1, 0, Long.MAX_VALUE - 1_000_000_000L})
    void clockMayStartAnywhereAndWrapAround(long start) {
        nanos.set(start);
        ClientBudgets budgets = budgets(1, 100);

        assertThat(budgets.spend("a")).isEqualTo(new Grant(true, 1, 0, 60));
        pass(Duration.ofSeconds(59));
        assertThat(budgets.spend("a")).isEqualTo(new Grant(false, 1, 0, 1));
        pass(Duration.ofSeconds(1));
        assertThat(budgets.spend("a")).isEqualTo(new Grant(true, 1, 0, 60));
    }

    private ClientBudgets budgets(int limit, int maxClients) {
        return new ClientBudgets(limit, WINDOW, maxClients, nanos::get);
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
