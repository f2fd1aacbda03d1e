/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
            assertThat(WireTime.read(time.toString())).isEqualTo(time);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-28T10:20:30Z",
                "2026-11-28T10:20:30.1Z",
                "2026-11-28T10:20:30.12345Z",
                "2026-11-28T10:20:30.Z",
                "2026-11-28T24:00:00Z",
                "2016-12-31T23:59:60Z",
                "2026-11-28T10:20:30+02:00",
                "+12026-11-28T10:20:30Z",
                "2026-11-28t10:20:30z"
            })
    void everyFormOfAnInstantIsRead(String text) {
        assertThat(WireTime.read(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "2026-11-28",
                "2026-02-30T10:20:30Z",
                "2026-13-01T10:20:30Z",
                "2026-11-28T25:20:30Z",
                "2026-11-28T10:60:30Z",
                "2026-11-28T10:20:61Z",
                "2026-11-28T10:20Z",
                "2026-11-28 10:20:30Z",
                "2026-11-28T10:20:30.1234567890Z",
                "2026-11-28T10:20:30.12x4Z"
            })
    void whatIsNoInstantIsRefused(String text) {
        assertThatThrownBy(() -> WireTime.read(text)).isInstanceOf(DateTimeException.class);
    }
}
