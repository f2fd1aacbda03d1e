/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times of responses, in UTC, as the API reference writes them. */
public final class UtcTimes {

    private static final DateTimeFormatter MILLISECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final int SECONDS_PER_DAY = 86_400;
    private static final int MAX_LENGTH = "2026-02-18T10:30:00.000000000Z".length();

    private UtcTimes() {}

    /** {@code 2026-02-18T10:30:00.000Z}: always three digits. */
    public static String milliseconds(Instant time) {
        return MILLISECONDS.format(time);
    }

    /** As {@link Instant#toString} writes it, without a formatter: a page has a hundred of them. */
    public static String text(Instant time) {
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(time.getEpochSecond(), SECONDS_PER_DAY));
        if (date.getYear() < 0 || date.getYear() > 9999) {
            return time.toString();
        }
        int second = Math.floorMod(time.getEpochSecond(), SECONDS_PER_DAY);
        byte[] text = new byte[MAX_LENGTH];
        digits(text, 0, 4, date.getYear());
        text[4] = '-';
        digits(text, 5, 2, date.getMonthValue());
        text[7] = '-';
        digits(text, 8, 2, date.getDayOfMonth());
        text[10] = 'T';
        digits(text, 11, 2, second / 3600);
        text[13] = ':';
        digits(text, 14, 2, second / 60 % 60);
        text[16] = ':';
        digits(text, 17, 2, second % 60);
        int end = fraction(text, 19, time.getNano());
        text[end] = 'Z';
        return new String(text, 0, end + 1, ISO_8859_1);
    }

    /** Writes 0, 3, 6 or 9 digits, as many as needed; returns the position after them. */
    private static int fraction(byte[] text, int at, int nanos) {
        if (nanos == 0) {
            return at;
        }
        text[at] = '.';
        if (nanos % 1_000_000 == 0) {
            digits(text, at + 1, 3, nanos / 1_000_000);
            return at + 4;
        }
        if (nanos % 1_000 == 0) {
            digits(text, at + 1, 6, nanos / 1_000);
            return at + 7;
        }
        digits(text, at + 1, 9, nanos);
        return at + 10;
    }

    private static void digits(byte[] text, int at, int count, int number) {
        int rest = number;
        for (int i = at + count - 1; i >= at; i--) {
            text[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
