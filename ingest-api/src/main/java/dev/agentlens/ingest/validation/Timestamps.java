/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.validation;

import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.common.vocabulary.EventTimes;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the times that clients send: {@link Iso8601}, or the time since 1970 as a number or a string of digits, whose
 * size determines its unit: seconds below 1e11, milliseconds below 1e14, microseconds below 1e17, else nanoseconds.
 * Results have microseconds, later digits are dropped.
 */
final class Timestamps {

    private static final BigDecimal SECONDS_BELOW = new BigDecimal("1e11");
    private static final BigDecimal MILLIS_BELOW = new BigDecimal("1e14");
    private static final BigDecimal MICROS_BELOW = new BigDecimal("1e17");
    private static final double LATEST_NANOS = 253_402_300_800e9;
    private static final double NEGLIGIBLE_SECONDS = 1e-6;
    private static final int MAX_LENGTH = 256;
    private static final Pattern DIGITS = Pattern.compile("[0-9]+(\\.[0-9]+)?");

    /** Of so many digits are the dates of ISO 8601's basic format: YYYY, YYYYDDD, YYYYMMDD. */
    private static final Pattern BASIC_DATE = Pattern.compile("[0-9]{4}|[0-9]{7,8}");

    private Timestamps() {}

    /** Null if the value is no string or number, is not of these forms, or lies outside the years 1970 to 9999. */
    static @Nullable Instant read(RawJson value) {
        if (value.length() > MAX_LENGTH) {
            return null;
        }
        String text = value.string();
        if (text != null) {
            return ofText(text.strip());
        }
        return value.kind() == JsonKind.NUMBER ? ofEpoch(value.text()) : null;
    }

    private static @Nullable Instant ofText(String text) {
        if (!isDigits(text)) {
            return ofIso(text);
        }
        Instant date = BASIC_DATE.matcher(text).matches() ? ofIso(text) : null;
        return date == null ? ofEpoch(text) : date;
    }

    private static boolean isDigits(String text) {
        // A date of the common form has its hyphen here.
        boolean maybe = text.length() < 5 || text.charAt(4) != '-';
        return maybe && DIGITS.matcher(text).matches();
    }

    private static @Nullable Instant ofIso(String text) {
        try {
            return inRange(Iso8601.read(text).truncatedTo(ChronoUnit.MICROS));
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Instant ofEpoch(String text) {
        double approximate = Double.parseDouble(text);
        if (!(approximate >= 0 && approximate <= LATEST_NANOS)) {
            return null;
        }
        // Before its digits are written out: those of 1e-999999999 would fill the heap.
        BigDecimal number = approximate < NEGLIGIBLE_SECONDS ? BigDecimal.ZERO : new BigDecimal(text);
        long micros = number.movePointRight(digitsBeforeMicros(number))
                .setScale(0, RoundingMode.FLOOR)
                .longValueExact();
        return inRange(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
    }

    private static int digitsBeforeMicros(BigDecimal number) {
        if (number.compareTo(SECONDS_BELOW) < 0) {
            return 6;
        } else if (number.compareTo(MILLIS_BELOW) < 0) {
            return 3;
        }
        return number.compareTo(MICROS_BELOW) < 0 ? 0 : -3;
    }

    private static @Nullable Instant inRange(Instant time) {
        return time.isBefore(Instant.EPOCH) || time.isAfter(EventTimes.LATEST) ? null : time;
    }
}
