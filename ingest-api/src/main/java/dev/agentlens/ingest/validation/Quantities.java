/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.validation;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** Reads token counts and durations: numbers from 0 to 2^53, beyond which JSON numbers are not exact for most readers. */
final class Quantities {

    private static final long MAX = 1L << 53;
    private static final BigDecimal EXACT_MAX = BigDecimal.valueOf(MAX);

    /** An integer of so few digits is in range. */
    private static final int PLAIN_DIGITS = 15;

    /** Digits that are looked at: to write out those of 1e999999999, or to parse a million, would be an attack. */
    private static final int MAX_DIGITS = 1_000;

    /** Digits and decimals of a duration that are kept; the topic takes 64. */
    private static final int KEPT_DIGITS = 40;

    private Quantities() {}

    /** @param digits as JSON writes a number */
    static Quantity<Long> count(String digits) {
        if (isPlain(digits)) {
            return Quantity.exact(Long.parseLong(digits));
        }
        double approximate = Double.parseDouble(digits);
        if (isNegative(digits)) {
            return new Quantity<>(0L, negative(digits));
        }
        if (approximate > 2.0 * MAX) {
            return new Quantity<>(MAX, tooLarge(digits));
        }
        BigDecimal number = number(digits, approximate);
        if (number.compareTo(EXACT_MAX) > 0) {
            return new Quantity<>(MAX, tooLarge(digits));
        }
        long integer = number.longValue();
        return number.compareTo(BigDecimal.valueOf(integer)) == 0 && (integer > 0 || isZero(digits))
                ? Quantity.exact(integer)
                : new Quantity<>(integer, "must be a whole number, not " + shown(digits) + "; it was rounded down");
    }

    /** @param digits as JSON writes a number */
    static Quantity<BigDecimal> milliseconds(String digits) {
        double approximate = Double.parseDouble(digits);
        if (isNegative(digits)) {
            return new Quantity<>(BigDecimal.ZERO, negative(digits));
        }
        if (approximate > 2.0 * MAX) {
            return new Quantity<>(EXACT_MAX, tooLarge(digits));
        }
        BigDecimal number = number(digits, approximate);
        if (number.compareTo(EXACT_MAX) > 0) {
            return new Quantity<>(EXACT_MAX, tooLarge(digits));
        }
        BigDecimal kept = number.round(new MathContext(KEPT_DIGITS));
        kept = kept.scale() > KEPT_DIGITS ? kept.setScale(KEPT_DIGITS, RoundingMode.HALF_EVEN) : kept;
        // 1E+3 is another BigDecimal than the 1000 that it is written as.
        kept = kept.scale() < 0 ? kept.setScale(0) : kept;
        boolean same = kept.compareTo(number) == 0 && (kept.signum() > 0 || isZero(digits));
        return same
                ? Quantity.exact(kept)
                : new Quantity<>(
                        kept,
                        "must have at most " + KEPT_DIGITS + " digits, unlike " + shown(digits) + "; it was rounded");
    }

    private static boolean isPlain(String digits) {
        boolean plain = digits.length() <= PLAIN_DIGITS;
        for (int i = 0; plain && i < digits.length(); i++) {
            plain = digits.charAt(i) >= '0' && digits.charAt(i) <= '9';
        }
        return plain;
    }

    /** Not of -0, whatever its exponent. */
    private static boolean isNegative(String digits) {
        return digits.startsWith("-") && !isZero(digits);
    }

    private static boolean isZero(String digits) {
        for (int i = 0; i < digits.length(); i++) {
            char c = digits.charAt(i);
            if (c == 'e' || c == 'E') {
                return true;
            }
            if (c >= '1' && c <= '9') {
                return false;
            }
        }
        return true;
    }

    /** Exact, unless the value is too small to matter or has too many digits. */
    private static BigDecimal number(String digits, double approximate) {
        if (approximate < Double.MIN_NORMAL) {
            return BigDecimal.ZERO;
        }
        return digits.length() <= MAX_DIGITS ? new BigDecimal(digits) : new BigDecimal(approximate);
    }

    private static String negative(String digits) {
        return "must not be negative, as " + shown(digits) + " is; 0 was used";
    }

    private static String tooLarge(String digits) {
        return "must be at most 2^53 (" + MAX + "), not " + shown(digits) + "; that was used";
    }

    private static String shown(String digits) {
        return digits.length() <= KEPT_DIGITS ? digits : digits.substring(0, KEPT_DIGITS) + "…";
    }
}
