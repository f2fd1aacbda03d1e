/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.validation;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one time in ISO 8601: a calendar date, a week date or an ordinal date, basic or extended; then perhaps a time of day
 * whose end may be missing and whose last part may have a fraction after a point or a comma, and {@code Z} or an offset. No
 * offset means UTC. {@code 24:00} is the end of the day; a leap second is the last microsecond before its end. A suffix as in
 * RFC 9557 ({@code [Europe/Berlin]}) may follow.
 */
final class Iso8601 {

    private static final Pattern FORM = Pattern.compile("""
            (?<year>[0-9]{4}|[+-][0-9]{6})
            (?: (?<dash>-?)
                (?: W(?<week>[0-9]{2}) (?: \\k<dash> (?<weekday>[1-7]) )?
                  | (?<yearday>[0-9]{3})
                  | (?<month>[0-9]{2}) (?: \\k<dash> (?<day>[0-9]{2}) | (?<=-[0-9]{2}) ) )
            )?
            (?: (?: T | \\x20 )
                (?<hour>[0-9]{2}) (?: (?<colon>:?) (?<minute>[0-9]{2}) (?: \\k<colon> (?<second>[0-9]{2}) )? )?
                (?: [.,] (?<fraction>[0-9]+) )?
                \\s? (?<offset> Z | [+\u2212-] [0-9:]{2,8} )?
            )?
            (?<suffix> (?: \\[ [^\\[\\]]+ \\] )* )
            """, Pattern.COMMENTS | Pattern.CASE_INSENSITIVE);

    private static final LocalTime LAST_OF_MINUTE = LocalTime.of(0, 0, 59, 999_999_000);

    private Iso8601() {}

    /** @throws DateTimeException if the text is not of this form, or names no time that exists */
    static Instant read(String text) {
        Instant common = CommonTime.read(text);
        if (common != null) {
            return common;
        }
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new DateTimeException("Not ISO 8601");
        }
        String hour = parts.group("hour");
        boolean leapSecond = "60".equals(parts.group("second"));
        LocalDateTime local = date(parts).atStartOfDay();
        if (hour != null) {
            requireWholeDate(parts);
            local = local.plus(timeOfDay(parts, leapSecond));
        }
        Instant time = instant(local, parts.group("offset"), TimeZoneSuffix.of(parts.group("suffix")));
        if (leapSecond) {
            requireEndOfDay(time);
        }
        return time;
    }

    /** The first day where only a year, a month or a week is given. */
    private static LocalDate date(Matcher parts) {
        int year = Integer.parseInt(parts.group("year"));
        if (parts.group("week") != null) {
            String week = String.format(Locale.ROOT, "%04d-W%s-", year, parts.group("week"));
            return LocalDate.parse(week + orFirst(parts.group("weekday")), DateTimeFormatter.ISO_WEEK_DATE);
        }
        if (parts.group("yearday") != null) {
            return LocalDate.ofYearDay(year, number(parts, "yearday"));
        }
        return LocalDate.of(
                year, Integer.parseInt(orFirst(parts.group("month"))), Integer.parseInt(orFirst(parts.group("day"))));
    }

    private static String orFirst(@Nullable String part) {
        return part == null ? "1" : part;
    }

    private static void requireWholeDate(Matcher parts) {
        if (parts.group("day") == null && parts.group("weekday") == null && parts.group("yearday") == null) {
            throw new DateTimeException("A time of day needs a day");
        }
    }

    /** From the start of the day. */
    private static Duration timeOfDay(Matcher parts, boolean leapSecond) {
        int hour = number(parts, "hour");
        int minute = number(parts, "minute");
        if (leapSecond) {
            return Duration.between(LocalTime.MIN, LAST_OF_MINUTE.withHour(hour).withMinute(minute));
        }
        Duration fraction = fraction(parts);
        if (hour == 24 && minute == 0 && number(parts, "second") == 0 && fraction.isZero()) {
            return Duration.ofDays(1);
        }
        return Duration.between(LocalTime.MIN, LocalTime.of(hour, minute, number(parts, "second")))
                .plus(fraction);
    }

    /** Of the last part that is given: the hour, the minute or the second. */
    private static Duration fraction(Matcher parts) {
        String digits = parts.group("fraction");
        if (digits == null) {
            return Duration.ZERO;
        }
        Duration unit = parts.group("minute") == null
                ? Duration.ofHours(1)
                : parts.group("second") == null ? Duration.ofMinutes(1) : Duration.ofSeconds(1);
        return Duration.ofNanos(new BigDecimal("0." + digits)
                .multiply(BigDecimal.valueOf(unit.toNanos()))
                .longValue());
    }

    private static Instant instant(LocalDateTime local, @Nullable String offset, TimeZoneSuffix suffix) {
        if (offset == null) {
            ZoneId zone = suffix.zone();
            if (zone == null && suffix.namesZone()) {
                throw new DateTimeException("Unknown time zone, and no offset");
            }
            return local.atZone(zone == null ? ZoneOffset.UTC : zone).toInstant();
        }
        boolean utc = offset.equalsIgnoreCase("Z");
        ZoneOffset given = utc ? ZoneOffset.UTC : ZoneOffset.of(offset.replace('\u2212', '-'));
        Instant time = local.toInstant(given);
        if (!utc) {
            suffix.requireOffset(given, time);
        }
        return time;
    }

    private static void requireEndOfDay(Instant time) {
        LocalTime utc = LocalTime.ofInstant(time, ZoneOffset.UTC);
        if (utc.getHour() != 23 || utc.getMinute() != 59) {
            throw new DateTimeException("A leap second ends a day of UTC");
        }
    }

    /** 0 where the part is missing. */
    private static int number(Matcher parts, String name) {
        String digits = parts.group(name);
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
