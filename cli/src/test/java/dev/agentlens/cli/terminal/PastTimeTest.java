/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

class PastTimeTest {

    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "30s, 2026-11-24T11:59:30Z",
        "10m, 2026-11-24T11:50:00Z",
        "2h, 2026-11-24T10:00:00Z",
        "3d, 2026-11-21T12:00:00Z",
        "2026-11-23T09:30:00Z, 2026-11-23T09:30:00Z",
        "2026-11-23T09:30:00+02:00, 2026-11-23T07:30:00Z",
        "2026-11-23T09:30, 2026-11-23T09:30:00Z",
        "2026-11-23, 2026-11-23T00:00:00Z",
    })
    void timesAreReadAsOperatorsWriteThem(String text, Instant expected) {
        assertThat(PastTime.parse(text, NOW)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "10", "-1h", "2026-13-01", "999999999d999"})
    void anythingElseIsRefusedWithExamples(String text) {
        assertThatThrownBy(() -> PastTime.parse(text, NOW))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("10m, 2h or 3d");
    }

    @Test
    void spanThatReachesBeforeAllTimeIsRefusedToo() {
        assertThatThrownBy(() -> PastTime.parse("999999999999d", NOW)).isInstanceOf(TypeConversionException.class);
    }
}
