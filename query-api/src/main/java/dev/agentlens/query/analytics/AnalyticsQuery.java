/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.analytics;

import dev.agentlens.edge.error.ApiException;
import dev.agentlens.edge.error.RequestExcerpt;
import dev.agentlens.query.http.Parameters;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A query of GET /analytics. Null means no limit.
 *
 * @param from start of a UTC hour, inclusive: of events by their time, of sessions by their start
 * @param to start of a UTC hour, exclusive
 * @param agent of the session
 * @param model of events; of sessions, one that they use
 */
record AnalyticsQuery(
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String agent,
        @Nullable String model,
        Interval interval) {

    static final Set<String> NAMES = Set.of("from", "to", "agent", "model", "interval");

    static final AnalyticsQuery ALL = new AnalyticsQuery(null, null, null, null, Interval.DAY);

    /** Steps of usage over time. */
    enum Interval {
        HOUR,
        DAY,
        WEEK;

        /** The start of the step that a UTC hour is in; weeks begin on Monday. */
        Instant of(Instant hour) {
            LocalDate day = LocalDate.ofInstant(hour, ZoneOffset.UTC);
            return switch (this) {
                case HOUR -> hour;
                case DAY -> day.atStartOfDay(ZoneOffset.UTC).toInstant();
                case WEEK ->
                    day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY))
                            .atStartOfDay(ZoneOffset.UTC)
                            .toInstant();
            };
        }
    }

    /**
     * The hours that {@code from} and {@code to} are in belong to it.
     *
     * @throws ApiException 400 if a value is illegal; the message says which values are legal
     */
    static AnalyticsQuery of(Map<String, String> given) {
        Interval interval = interval(present(given, "interval"));
        Instant from = Parameters.time("from", present(given, "from"));
        Instant to = Parameters.time("to", present(given, "to"));
        if (from != null && to != null && !from.isBefore(to)) {
            throw ApiException.badRequest("from must be before to");
        }
        return new AnalyticsQuery(
                from == null ? null : from.truncatedTo(ChronoUnit.HOURS),
                to == null ? null : endOfHour(to),
                present(given, "agent"),
                present(given, "model"),
                interval);
    }

    private static Instant endOfHour(Instant time) {
        Instant hour = time.truncatedTo(ChronoUnit.HOURS);
        return hour.equals(time) ? hour : hour.plus(1, ChronoUnit.HOURS);
    }

    private static @Nullable String present(Map<String, String> given, String name) {
        String value = Parameters.text(name, given.get(name));
        return value == null || value.isEmpty() ? null : value;
    }

    private static Interval interval(@Nullable String name) {
        try {
            return name == null ? Interval.DAY : Interval.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(
                    "Invalid interval " + RequestExcerpt.quoted(name) + ": expected hour, day or week");
        }
    }

    /** Whether anything is left out. */
    boolean isFiltered() {
        return from != null || to != null || agent != null || model != null;
    }

    /** Whether sums by day are enough. */
    boolean isByDay() {
        return interval != Interval.HOUR && isStartOfDay(from) && isStartOfDay(to);
    }

    private static boolean isStartOfDay(@Nullable Instant time) {
        return time == null || time.truncatedTo(ChronoUnit.DAYS).equals(time);
    }
}
