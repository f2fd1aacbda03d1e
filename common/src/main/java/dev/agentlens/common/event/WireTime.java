/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.event;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * The form of a time in a record: what {@link Instant#toString} gives for the years 0 to 9999, written and read in a fifth
 * of its time.
 */
public final class WireTime {

    private static final byte[] PATTERN = "0000-00-00T00:00:00.000000000Z".getBytes(ISO_8859_1);
    private static final int SECONDS_END = 19;
    private static final int FRACTION_START = SECONDS_END + 1;
    private static final int NANOS_DIGITS = 9;

    private WireTime() {}

    public static String text(Instant time) {
        LocalDateTime utc = LocalDateTime.ofEpochSecond(time.getEpochSecond(), 0, ZoneOffset.UTC);
        byte[] text = PATTERN.clone();
        digits(text, 4, utc.getYear());
        digits(text, 7, utc.getMonthValue());
        digits(text, 10, utc.getDayOfMonth());
        digits(text, 13, utc.getHour());
        digits(text, 16, utc.getMinute());
        digits(text, SECONDS_END, utc.getSecond());
        int end = fraction(text, time.getNano());
        text[end] = 'Z';
        return new String(text, 0, end + 1, ISO_8859_1);
    }

    /**
     * Any time that {@link Instant#parse} reads.
     *
     * @throws DateTimeException if it is not a time
     */
    public static Instant read(String text) {
        int end = text.length() - 1;
        if (!isOfPattern(text, end)) {
            return Instant.parse(text);
        }
        int hour = number(text, 11, 13);
        int second = number(text, 17, SECONDS_END);
        if (hour > 23 || second > 59) {
            // The end of a day, or a leap second.
            return Instant.parse(text);
        }
        return LocalDateTime.of(
                        number(text, 0, 4),
                        number(text, 5, 7),
                        number(text, 8, 10),
                        hour,
                        number(text, 14, 16),
                        second,
                        nanos(text, end))
                .toInstant(ZoneOffset.UTC);
    }

    private static boolean isOfPattern(String text, int end) {
        if (end < SECONDS_END || end == FRACTION_START || end >= PATTERN.length || text.charAt(end) != 'Z') {
            return false;
        }
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (PATTERN[i] == '0' ? c < '0' || c > '9' : c != PATTERN[i]) {
                return false;
            }
        }
        return true;
    }

    private static int nanos(String text, int end) {
        if (end == SECONDS_END) {
            return 0;
        }
        int nanos = number(text, FRACTION_START, end);
        for (int digits = end - FRACTION_START; digits < NANOS_DIGITS; digits++) {
            nanos *= 10;
        }
        return nanos;
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    /** The fraction in milliseconds, microseconds or nanoseconds, as few digits as needed; empty for a full second. */
    private static int fraction(byte[] text, int nanos) {
        if (nanos == 0) {
            return SECONDS_END;
        }
        int end = FRACTION_START + (nanos % 1_000_000 == 0 ? 3 : nanos % 1_000 == 0 ? 6 : 9);
        digits(text, FRACTION_START + 9, nanos);
        return end;
    }

    /** Writes the digits of {@code number} so that they end before {@code end}; the zeros before them are there. */
    private static void digits(byte[] text, int end, int number) {
        int rest = number;
        for (int i = end - 1; rest > 0; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
