/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.lag;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LagHistoryTest {

    private static final Instant T0 = Instant.parse("2026-02-14T10:00:00Z");

    private final LagHistory history = new LagHistory();

    @Test
    void projectionAtTheEndHasNoLag() {
        history.observe(T0, 10);

        assertThat(history.lag(10)).isZero();
        assertThat(history.age(at(60), 10)).isZero();
    }

    @Test
    void ageIsThatOfTheOldestRecordNotProjected() {
        history.observe(T0, 10);
        history.observe(at(5), 20);
        history.observe(at(10), 30);

        assertThat(history.lag(0)).isEqualTo(30);
        assertThat(history.age(at(12), 0)).isEqualTo(Duration.ofSeconds(12));
        assertThat(history.age(at(12), 10)).isEqualTo(Duration.ofSeconds(7));
        assertThat(history.age(at(12), 29)).isEqualTo(Duration.ofSeconds(2));
        assertThat(history.age(at(12), 30)).isZero();
    }

    @Test
    void ageGrowsWhileNothingIsProjectedAndNothingComes() {
        history.observe(T0, 1);
        history.observe(at(5), 1);
        history.observe(at(10), 1);

        assertThat(history.age(at(300), 0)).isEqualTo(Duration.ofSeconds(300));
    }

    @Test
    void recordAfterALongSilenceIsYoung() {
        history.observe(T0, 10);
        history.age(at(1), 10);
        history.observe(at(3600), 11);

        assertThat(history.age(at(3601), 10)).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void projectionMayBeAheadOfTheLastObservation() {
        history.observe(T0, 10);

        assertThat(history.lag(15)).isZero();
        assertThat(history.age(at(1), 15)).isZero();
    }

    @Test
    void longStandstillKeepsTheOldestAndForgetsOnlyDetail() {
        for (int i = 1; i <= 100_000; i++) {
            history.observe(at(i), i);
        }

        assertThat(history.age(at(100_000), 0)).isEqualTo(Duration.ofSeconds(99_999));
        assertThat(history.age(at(100_000), 50_000)).isBetween(Duration.ofSeconds(49_999), Duration.ofSeconds(50_200));
    }

    private static Instant at(long seconds) {
        return T0.plusSeconds(seconds);
    }
}
