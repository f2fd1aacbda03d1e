/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentlens.boot.SettingException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class SendRateTest {

    private static final int WRITE = 64 * 1024;

    @Test
    void whatIsAboveTheRateWaits() {
        SendRate rate = rate("1MB");
        assertThat(rate.turn(WRITE)).isZero();

        Duration wait = Duration.ZERO;
        for (int i = 0; i < 5 * 16; i++) {
            wait = rate.turn(WRITE);
        }
        // Five seconds' bytes, of which a slow machine may have let some pass meanwhile.
        assertThat(wait).isBetween(Duration.ofSeconds(2), Duration.ofSeconds(6));
    }

    @Test
    void rateMustLetAWritePass() {
        assertThatThrownBy(() -> rate("1023KB"))
                .isInstanceOf(SettingException.class)
                .hasMessage("AGENTLENS_LIVE_MAX_RATE is '1047552B': it must be at least 1MB");
    }

    private static SendRate rate(String rate) {
        return new SendRate(new LiveProperties(
                1, Duration.ofSeconds(1), Duration.ofSeconds(1), DataSize.parse(rate), DataSize.ofMegabytes(1)));
    }
}
