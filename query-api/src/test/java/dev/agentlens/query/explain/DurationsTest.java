/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "PT0S, 0ms",
        "PT0.0009S, 0ms",
        "PT0.85S, 850ms",
        "PT0.999999S, 999ms",
        "PT1S, 1.0s",
        "PT45.2S, 45.2s",
        "PT45.25S, 45.3s",
        "PT60S, 1.0m",
        "PT90S, 1.5m",
        "PT8760000H, 525600000.0m"
    })
    void sessionDurationHasAFittingUnit(Duration duration, String text) {
        assertThat(Durations.session(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0ms", "12.5, 12.5ms", "12.50, 12.5ms", "0.004, 0ms", "0.005, 0.01ms", "1E+6, 1000000ms"})
    void eventDurationIsInMilliseconds(BigDecimal milliseconds, String text) {
        assertThat(Durations.event(milliseconds)).isEqualTo(text);
    }
}
