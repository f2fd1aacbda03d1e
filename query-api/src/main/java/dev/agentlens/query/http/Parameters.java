/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.http;

import dev.agentlens.edge.error.ApiException;
import dev.agentlens.edge.error.RequestExcerpt;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Values of a query string. An absent one is null. */
public final class Parameters {

    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}(\\.\\d{1,6})?");
    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern EPOCH = Pattern.compile("\\d{1,13}");
    private static final long FIRST_MILLISECONDS = 100_000_000_000L;

    /** A plus sign before an offset from UTC, which a client forgot to escape, arrives as a space. */
    private static final Pattern UNESCAPED_OFFSET = Pattern.compile(" (\\d{2}:?\\d{2})$");

    private Parameters() {}

    /**
     * A text that can be compared with columns.
     *
     * @throws ApiException 400 if it contains U+0000, which no column can contain
     */
    public static @Nullable String text(String name, @Nullable String value) {
        if (value != null && value.indexOf('\0') >= 0) {
            throw ApiException.badRequest("Invalid " + name + ": it must not have the character U+0000");
        }
        return value;
    }

    /**
     * An ISO 8601 time with or without a zone (no zone means UTC), a day (its start), or seconds or milliseconds since
     * 1970.
     *
     * @throws ApiException 400 if it is not a time
     */
    public static @Nullable Instant time(String name, @Nullable String value) {
        if (value == null) {
            return null;
        }
        String text = UNESCAPED_OFFSET.matcher(value.strip()).replaceFirst("+$1");
        try {
            if (DAY.matcher(text).matches()) {
                return LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            if (EPOCH.matcher(text).matches()) {
                long number = Long.parseLong(text);
                return number < FIRST_MILLISECONDS ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number);
            }
            String iso = text.toUpperCase(Locale.ROOT).replace(' ', 'T');
            boolean zoned = iso.endsWith("Z") || iso.lastIndexOf('+') > 0 || iso.lastIndexOf('-') > iso.indexOf('T');
            return zoned && iso.indexOf('T') > 0
                    ? OffsetDateTime.parse(iso).toInstant()
                    : LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            throw ApiException.badRequest("Invalid " + name + " " + RequestExcerpt.quoted(value)
                    + ": expected a time such as 2026-02-14T10:30:00Z, or a day such as 2026-02-14");
        }
    }

    /** A number of at least 0. @throws ApiException 400 if it is not such a number */
    public static @Nullable BigDecimal number(String name, @Nullable String value) {
        if (value == null) {
            return null;
        }
        if (!NUMBER.matcher(value.strip()).matches()) {
            throw ApiException.badRequest(
                    "Invalid " + name + " " + RequestExcerpt.quoted(value) + ": expected a number of at least 0");
        }
        return new BigDecimal(value.strip());
    }

    /** @throws ApiException 400 if it is neither true nor false */
    public static @Nullable Boolean truth(String name, @Nullable String value) {
        return switch (value == null ? "" : value.strip().toLowerCase(Locale.ROOT)) {
            case "" -> null;
            case "true" -> true;
            case "false" -> false;
            default ->
                throw ApiException.badRequest(
                        "Invalid " + name + " " + RequestExcerpt.quoted(value) + ": expected true or false");
        };
    }
}
