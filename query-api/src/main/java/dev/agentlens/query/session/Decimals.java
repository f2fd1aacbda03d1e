/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Decimal figures as the API returns them: exact sums, at most two decimals, no exponent, no trailing zeros. */
public final class Decimals {

    private Decimals() {}

    /** All digits of {@code value}. */
    public static String plain(BigDecimal value) {
        return value.stripTrailingZeros().toPlainString();
    }

    /** A duration of any length, its microseconds kept. */
    public static BigDecimal milliseconds(Duration duration) {
        return BigDecimal.valueOf(duration.toSeconds())
                .movePointRight(3)
                .add(BigDecimal.valueOf(duration.toNanosPart() / 1_000, 3));
    }

    /** To two decimals, half up. */
    public static BigDecimal rounded(BigDecimal value) {
        BigDecimal rounded = value.setScale(2, RoundingMode.HALF_UP).stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }

    /** {@code dividend / divisor} to two decimals; 0 where the divisor is 0. */
    public static BigDecimal ratio(BigDecimal dividend, BigDecimal divisor) {
        return divisor.signum() == 0 ? BigDecimal.ZERO : rounded(dividend.divide(divisor, 2, RoundingMode.HALF_UP));
    }
}
