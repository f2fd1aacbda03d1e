/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WireTimeTest {

    private static final long EARLIEST = Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
    private static final long LATEST = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    @Test
    void timesReadAsInstantsDo() {
        SplittableRandom random = new SplittableRandom(20261125);
        int[] units = {1, 1_000, 1_000_000, 1_000_000_000};
        for (int n = 0; n < 100_000; n++) {
            int unit = units[random.nextInt(units.length)];
            Instant time = Instant.ofEpochSecond(
                    random.nextLong(EARLIEST, LATEST + 1), random.nextLong(1_000_000_000) / unit * unit);

            assertThat(WireTime.text(time)).isEqualTo(time.toString());
        }
    }
}
