/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.prices;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Costs, computed manually from the prices in the comments: US dollars per million tokens. */
class CostTest {

    private static final LocalDate DAY = LocalDate.parse("2026-08-31");

    @ParameterizedTest
    @CsvSource({
        // 2.5, 10: 1000 × 2.5 + 500 × 10 = 2500 + 5000
        "gpt-4o, 1000, 500, 0, 0, 0.0075",
        // 2.5, 10, read 1.25: (12345 − 10000) × 2.5 + 10000 × 1.25 + 678 × 10 = 5862.5 + 12500 + 6780
        "openai/gpt-4o-2024-08-06, 12345, 678, 10000, 0, 0.0251425",
        // 0.15, 0.6: 1 × 0.15 + 1 × 0.6
        "gpt-4o-mini, 1, 1, 0, 0, 0.00000075",
        // 0.05, 0.4, read 0.005: 7 × 0.05 + 93 × 0.005 + 11 × 0.4 = 0.35 + 0.465 + 4.4
        "gpt-5-nano, 100, 11, 93, 0, 0.000005215",
        // 3, 15, read 0.3, write 3.75: 1000 × 3 + 90000 × 0.3 + 9000 × 3.75 + 2000 × 15 = 3000 + 27000 + 33750 + 30000
        "claude-sonnet-4-20250514, 100000, 2000, 90000, 9000, 0.09375",
        // 15, 75, read 1.5, write 18.75: 333 × 15 + 333 × 1.5 + 334 × 18.75 + 3 × 75 = 4995 + 499.5 + 6262.5 + 225
        "claude-3-opus-latest, 1000, 3, 333, 334, 0.011982",
        // 1.25, 10, read 0.125: 1,000,000 × 1.25 + 1,000,000 × 10
        "models/gemini-2.5-pro, 1000000, 1000000, 0, 0, 11.25",
        // 0.02, 0: 8191 × 0.02
        "text-embedding-3-small, 8191, 0, 0, 0, 0.00016382",
        // 15, 120 and no price of cached input: 1000 × 15 + 10 × 120
        "gpt-5-pro, 1000, 10, 400, 0, 0.0162",
        // 0.0028 for cached input, 0.14, 0.28: 3 × 0.14 + 997 × 0.0028 + 1 × 0.28 = 0.42 + 2.7916 + 0.28
        "deepseek-v4-flash, 1000, 1, 997, 0, 0.0000034916",
        // more cached than there was input: 0 × 3 + 50 × 0.3 + 70 × 3.75 = 15 + 262.5
        "claude-sonnet-4-0, 100, 0, 50, 70, 0.0002775",
    })
    void costIsExact(String model, long in, long out, long read, long write, BigDecimal dollars) {
        Price price = PriceList.shipped().price(model, DAY).orElseThrow();

        assertThat(Cost.of(price, in, out, read, write)).isEqualByComparingTo(dollars);
    }

    @Test
    void hugeCountsDoNotOverflow() {
        Price price = new Price(new BigDecimal("1000000"), BigDecimal.ONE, null, null);

        assertThat(Cost.of(price, Long.MAX_VALUE, 0, 0, 0)).isEqualByComparingTo(BigDecimal.valueOf(Long.MAX_VALUE));
    }

    @Test
    void noTokensCostNothing() {
        Price price = new Price(BigDecimal.TEN, BigDecimal.TEN, BigDecimal.ONE, BigDecimal.TEN);

        assertThat(Cost.of(price, 0, 0, 0, 0)).isEqualByComparingTo(BigDecimal.ZERO);
    }
}
