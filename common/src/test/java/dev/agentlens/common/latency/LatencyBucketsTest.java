/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LatencyBucketsTest {

    @Test
    void middleOfABucketIsNearEveryDurationInIt() {
        Random random = new Random(42);
        for (int i = 0; i < 100_000; i++) {
            double milliseconds = Math.exp(random.nextDouble() * 25 - 4);
            int bucket = LatencyBuckets.of(BigDecimal.valueOf(milliseconds));

            // Durations are counted in whole microseconds.
            assertThat(LatencyBuckets.milliseconds(bucket))
                    .isCloseTo(milliseconds, within(0.032 * milliseconds + 0.001));
        }
    }

    @Test
    void bucketsAreInTheOrderOfDurations() {
        int before = -1;
        for (long micros = 0; micros < 100_000; micros++) {
            int bucket = LatencyBuckets.of(BigDecimal.valueOf(micros, 3));
            assertThat(bucket).isBetween(before, before + 1);
            before = bucket;
        }
        assertThat(LatencyBuckets.of(new BigDecimal("1e30"))).isGreaterThan(before);
    }
}
