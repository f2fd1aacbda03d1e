/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DecimalsTest {

    @ParameterizedTest
    @CsvSource({
        "150.0, 150",
        "1E+3, 1000",
        "0.000, 0",
        "4250.50, 4250.5",
        "0.1234567890123456789, 0.1234567890123456789"
    })
    void plainKeepsEveryDigitThatCounts(BigDecimal value, String plain) {
        assertThat(Decimals.plain(value)).isEqualTo(plain);
    }

    @ParameterizedTest
    @CsvSource({"1E+3, 1000", "0.005, 0.01", "-0.005, -0.01", "0.0049, 0", "12.340, 12.34", "100.00, 100", "0, 0"})
    void roundedHasTwoDecimalsAtMostAndNoExponent(BigDecimal value, String rounded) {
        assertThat(Decimals.rounded(value).toString()).isEqualTo(rounded);
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 0", "0, 7, 0", "200, 42, 4.76", "1, 3, 0.33", "2, 3, 0.67", "4250.5, 8, 531.31", "1000, 1, 1000"
    })
    void ratioOfNothingIsZero(BigDecimal dividend, BigDecimal divisor, String ratio) {
        assertThat(Decimals.ratio(dividend, divisor).toString()).isEqualTo(ratio);
    }

    @Test
    void sumsShowNoDust() {
        BigDecimal sum =
                Stream.generate(() -> new BigDecimal("0.1")).limit(500).reduce(BigDecimal.ZERO, BigDecimal::add);

        assertThat(Decimals.rounded(sum).toString()).isEqualTo("50");
    }
}
