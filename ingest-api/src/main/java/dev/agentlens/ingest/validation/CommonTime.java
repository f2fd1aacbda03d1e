/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.validation;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Reads the form that nearly all clients send, {@code YYYY-MM-DDThh:mm:ss} (or a space for the T) with a fraction of the second or none, and
 * {@code Z}, an offset {@code +hh:mm} or nothing: in a tenth of the time that all forms of ISO 8601 take.
 */
final class CommonTime {

    private static final String PATTERN = "0000-00-00T00:00:00";
    private static final int OFFSET_LENGTH = "+00:00".length();
    private static final int NANOS_DIGITS = 9;

    private CommonTime() {}

    /**
     * Null if the text is of another form.
     *
     * @throws java.time.DateTimeException if it is of this form, and names no time that exists
     */
    static @Nullable Instant read(String text) {
        if (!startsAsPattern(text)) {
            return null;
        }
        int second = number(text, 17);
        int at = PATTERN.length();
        int nanos = 0;
        if (at < text.length() && text.charAt(at) == '.') {
            int digits = 0;
            for (at++; at < text.length() && isDigit(text.charAt(at)); at++, digits++) {
                nanos = digits < NANOS_DIGITS ? 10 * nanos + text.charAt(at) - '0' : nanos;
            }
            if (digits == 0) {
                return null;
            }
            for (; digits < NANOS_DIGITS; digits++) {
                nanos *= 10;
            }
        }
        int hour = number(text, 11);
        ZoneOffset offset = offset(text, at);
        if (offset == null || hour > 23 || second > 59) {
            // Another form, the end of a day, or a leap second.
            return null;
        }
        int year = 100 * number(text, 0) + number(text, 2);
        return LocalDateTime.of(year, number(text, 5), number(text, 8), hour, number(text, 14), second, nanos)
                .toInstant(offset);
    }

    private static boolean startsAsPattern(String text) {
        if (text.length() < PATTERN.length()) {
            return false;
        }
        for (int i = 0; i < PATTERN.length(); i++) {
            char expected = PATTERN.charAt(i);
            char c = text.charAt(i);
            if (expected == '0' ? !isDigit(c) : c != expected && !(expected == 'T' && c == ' ')) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable ZoneOffset offset(String text, int at) {
        int length = text.length() - at;
        if (length == 0 || (length == 1 && text.charAt(at) == 'Z')) {
            return ZoneOffset.UTC;
        }
        return length == OFFSET_LENGTH && (text.charAt(at) == '+' || text.charAt(at) == '-')
                ? ZoneOffset.of(text.substring(at))
                : null;
    }

    /** Two digits. */
    private static int number(String text, int at) {
        return 10 * (text.charAt(at) - '0') + text.charAt(at + 1) - '0';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
