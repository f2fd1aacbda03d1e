/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HumanReadableTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0ms",
        "0.04, 0ms",
        "12.5, 12.5ms",
        "850, 850ms",
        "1000, 1.0s",
        "45249.9, 45.2s",
        "59999, 59.9s",
        "60000, 1m 0s",
        "725000, 12m 5s",
        "12000000, 3h 20m",
        "187200000, 2d 4h",
    })
    void milliseconds(BigDecimal ms, String text) {
        assertThat(HumanReadable.milliseconds(ms)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "999, 999", "1000, 1k", "1550, 1.5k", "999999, 999.9k", "4500000, 4.5M", "12000000000, 12G"})
    void roughly(BigDecimal count, String text) {
        assertThat(HumanReadable.roughly(count)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = " => ",
            value = {
                "0 => $0",
                "0.000000753 => $0.00000075",
                "0.0094 => $0.0094",
                "0.01 => $0.01",
                "0.126 => $0.13",
                "12 => $12.00",
                "1234567.891 => $1,234,567.89",
                "-0.5 => $-0.50",
            })
    void dollars(BigDecimal dollars, String text) {
        assertThat(HumanReadable.dollars(dollars)).isEqualTo(text);
    }

    @Test
    void timesAreInUtcToTheSecond() {
        assertThat(HumanReadable.time("2026-02-14T10:30:00.999999Z")).isEqualTo("2026-02-14 10:30:00");
        assertThat(HumanReadable.time("soon")).isEqualTo("soon");
    }

    @Test
    void wideCharactersTakeTwoPlaces() {
        assertThat(Table.width("abc")).isEqualTo(3);
        assertThat(Table.width("東京💡é")).isEqualTo(7);
        assertThat(Table.width("e\u0301")).isEqualTo(1);
    }
}
