/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.terminal;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times in a form that people read. */
public final class HumanReadable {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final BigDecimal THOUSAND = new BigDecimal(1000);
    private static final BigDecimal CENT = new BigDecimal("0.01");

    private HumanReadable() {}

    /** {@code 850ms}, {@code 45.2s}, {@code 12m 5s}, {@code 3h 20m}, {@code 2d 4h}. */
    public static String milliseconds(BigDecimal ms) {
        if (ms.compareTo(THOUSAND) < 0) {
            return plain(ms.setScale(1, RoundingMode.HALF_UP)) + "ms";
        }
        long seconds = ms.movePointLeft(3).longValue();
        if (seconds < 60) {
            return ms.movePointLeft(3).setScale(1, RoundingMode.DOWN).toPlainString() + "s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + "m " + seconds % 60 + "s";
        }
        return seconds < 86_400
                ? seconds / 3_600 + "h " + seconds % 3_600 / 60 + "m"
                : seconds / 86_400 + "d " + seconds % 86_400 / 3_600 + "h";
    }

    /** {@code 1,234,567}. */
    public static String count(BigDecimal count) {
        return String.format(Locale.ROOT, "%,d", count.toBigInteger());
    }

    /** {@code 950}, {@code 12.3k}, {@code 4.5M}. */
    public static String roughly(BigDecimal count) {
        BigDecimal scaled = count;
        String unit = "";
        for (String next : new String[] {"k", "M", "G", "T"}) {
            if (scaled.abs().compareTo(THOUSAND) < 0) {
                break;
            }
            scaled = scaled.movePointLeft(3);
            unit = next;
        }
        return plain(scaled.setScale(unit.isEmpty() ? 0 : 1, RoundingMode.DOWN)) + unit;
    }

    /** US dollars: {@code $12.34}, and two digits of what is below a cent: {@code $0.00075}. */
    public static String dollars(BigDecimal dollars) {
        BigDecimal rounded = dollars.abs().compareTo(CENT) < 0
                ? dollars.round(new MathContext(2, RoundingMode.HALF_UP))
                : dollars.setScale(2, RoundingMode.HALF_UP);
        return "$"
                + (rounded.signum() == 0
                        ? "0"
                        : String.format(Locale.ROOT, "%,." + Math.max(0, rounded.scale()) + "f", rounded));
    }

    /** Of a time in ISO 8601, in UTC and to the second; unchanged where it is none. */
    public static String time(String iso) {
        try {
            return TIME.format(Instant.parse(iso));
        } catch (DateTimeException e) {
            return iso;
        }
    }

    /** Without zeros at its end. */
    public static String plain(BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
}
