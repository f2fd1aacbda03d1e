/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.validation;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Reads one time in ISO 8601: {@code YYYY-MM-DD}, then perhaps {@code T} or a space, {@code hh:mm:ss} of which the end
 * may be missing, a fraction of the second after a point or a comma, and {@code Z} or an offset {@code +hh:mm:ss} of which
 * the end may be missing. Hyphens and colons may be left out, those of an offset all or none.
 */
final class Iso8601 {

    private static final int MICROS_DIGITS = 6;

    // ZoneOffset also reads +5.
    private static final int SHORTEST_OFFSET = 3;

    private final String text;
    private int at;

    Iso8601(String text) {
        this.text = text;
    }

    /**
     * The time with its microseconds; later digits are dropped.
     *
     * @throws DateTimeException if the text is not of this form, or names no time that exists
     */
    Instant read() {
        int year = digits(4);
        skip('-');
        int month = digits(2);
        skip('-');
        int day = digits(2);
        int[] time = new int[3];
        int nanos = 0;
        ZoneOffset offset = ZoneOffset.UTC;
        if (skip('T') || skip('t') || skip(' ')) {
            if (hoursMinutesSeconds(time) == 3 && (skip('.') || skip(','))) {
                nanos = fraction();
            }
            offset = offset();
        }
        if (at < text.length()) {
            throw malformed();
        }
        return LocalDateTime.of(year, month, day, time[0], time[1], time[2], nanos)
                .toInstant(offset);
    }

    /** How many of the three there are. */
    private int hoursMinutesSeconds(int[] parts) {
        parts[0] = digits(2);
        int count = 1;
        while (count < 3 && (skip(':') || nextIsDigit())) {
            parts[count++] = digits(2);
        }
        return count;
    }

    /** In nanoseconds. */
    private int fraction() {
        if (!nextIsDigit()) {
            throw malformed();
        }
        int micros = 0;
        for (int place = 0; place < MICROS_DIGITS; place++) {
            micros = 10 * micros + (nextIsDigit() ? text.charAt(at++) - '0' : 0);
        }
        while (nextIsDigit()) {
            at++;
        }
        return micros * 1_000;
    }

    private ZoneOffset offset() {
        if (at < text.length() && " \t\n\u000B\f\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String rest = text.substring(at);
        at = text.length();
        if (rest.isEmpty() || rest.equalsIgnoreCase("Z")) {
            return ZoneOffset.UTC;
        }
        if (rest.length() < SHORTEST_OFFSET) {
            throw malformed();
        }
        return ZoneOffset.of(rest);
    }

    private int digits(int count) {
        int number = 0;
        for (int i = 0; i < count; i++) {
            if (!nextIsDigit()) {
                throw malformed();
            }
            number = 10 * number + text.charAt(at++) - '0';
        }
        return number;
    }

    private boolean nextIsDigit() {
        return at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
    }

    private boolean skip(char expected) {
        boolean there = at < text.length() && text.charAt(at) == expected;
        if (there) {
            at++;
        }
        return there;
    }

    private DateTimeException malformed() {
        return new DateTimeException("Not ISO 8601 at character " + at);
    }
}
