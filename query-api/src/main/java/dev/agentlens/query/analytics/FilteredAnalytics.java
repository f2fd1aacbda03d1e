/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.analytics;

import dev.agentlens.query.analytics.Analytics.Agent;
import dev.agentlens.query.analytics.Analytics.Day;
import dev.agentlens.query.analytics.Analytics.DurationStats;
import dev.agentlens.query.analytics.Analytics.EventType;
import dev.agentlens.query.analytics.Analytics.Hour;
import dev.agentlens.query.analytics.Analytics.Model;
import dev.agentlens.query.analytics.Analytics.Overview;
import dev.agentlens.query.session.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/**
 * The figures of the API reference over a part of all sessions and events: of the sessions, those that started in the range,
 * have the agent, and use the model; of the events, those of the range, agent and model. Tokens are the sessions' own totals; with
 * a model they are those of its events. Within the caller's transaction.
 */
@Component
class FilteredAnalytics {

    private static final int AGENTS = 10;
    private static final int DAYS = 90;
    private static final int NAMES = 1_000;

    private final UsageReader usage;

    FilteredAnalytics(UsageReader usage) {
        this.usage = usage;
    }

    /** Sessions of one hour or day, agent and status. */
    private record Sessions(
            Instant at,
            String agentName,
            String status,
            long sessions,
            long events,
            BigDecimal tokensIn,
            BigDecimal tokensOut,
            long ended,
            BigDecimal durationUs) {}

    private record Extremes(
            @Nullable Instant earliest, @Nullable Instant latest, BigDecimal minUs, BigDecimal maxUs) {}

    private record Count(long sessions, BigDecimal tokens) {

        Count plus(Count other) {
            return new Count(sessions + other.sessions, tokens.add(other.tokens));
        }
    }

    Analytics read(AnalyticsQuery query) {
        List<Sessions> sessions = sessions(query);
        List<UsageRow> events = usage.rows(query);
        Extremes extremes = extremes(query);
        return new Analytics(
                overview(query, sessions, events, extremes),
                durations(sessions, extremes),
                topAgents(query, sessions, events),
                models(events),
                usage.eventTypes(query).entrySet().stream()
                        .sorted(Map.Entry.<String, Long>comparingByValue()
                                .reversed()
                                .thenComparing(Map.Entry::getKey))
                        .limit(NAMES)
                        .map(entry -> new EventType(entry.getKey(), entry.getValue()))
                        .toList(),
                days(query, sessions, events),
                usage.hours(query).entrySet().stream()
                        .map(entry -> new Hour(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private List<Sessions> sessions(AnalyticsQuery query) {
        return usage.statement(query, """
                        select AT as at, agent_name, status, sum(sessions) as sessions, sum(events) as events,
                               sum(tokens_in) as tokens_in, sum(tokens_out) as tokens_out, sum(ended) as ended,
                               sum(duration_us) as duration_us
                        from session_usage
                        where FILTER
                        group by 1, 2, 3
                        having sum(sessions) > 0
                        """, query.model() == null ? "" : query.model())
                .query((row, number) -> new Sessions(
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("agent_name"),
                        row.getString("status"),
                        row.getLong("sessions"),
                        row.getLong("events"),
                        row.getBigDecimal("tokens_in"),
                        row.getBigDecimal("tokens_out"),
                        row.getLong("ended"),
                        row.getBigDecimal("duration_us")))
                .list();
    }

    /** Each from the end of an index. */
    private Extremes extremes(AnalyticsQuery query) {
        String filter = " where true"
                + (query.from() == null ? "" : " and started_at >= :from")
                + (query.to() == null ? "" : " and started_at < :to")
                + (query.agent() == null ? "" : " and agent_name = :agent")
                + (query.model() == null ? "" : " and :model = any (models)");
        String duration = filter + " and coalesce(duration_us, -1) >= 0 order by coalesce(duration_us, -1)";
        String sql = "select (select started_at from sessions" + filter + " order by started_at limit 1) as earliest,"
                + " (select started_at from sessions" + filter + " order by started_at desc limit 1) as latest,"
                + " coalesce((select duration_us from sessions" + duration + " limit 1), 0)::numeric as min_us,"
                + " coalesce((select duration_us from sessions" + duration + " desc limit 1), 0)::numeric as max_us";
        StatementSpec statement = usage.statement(query, sql, query.model());
        return statement
                .query((row, number) -> new Extremes(
                        instant(row, "earliest"),
                        instant(row, "latest"),
                        row.getBigDecimal("min_us"),
                        row.getBigDecimal("max_us")))
                .single();
    }

    private static Overview overview(
            AnalyticsQuery query, List<Sessions> sessions, List<UsageRow> rows, Extremes extremes) {
        long total = 0;
        long events = 0;
        BigDecimal in = BigDecimal.ZERO;
        BigDecimal out = BigDecimal.ZERO;
        Map<String, Long> byStatus = new HashMap<>();
        for (Sessions some : sessions) {
            total += some.sessions();
            events += some.events();
            in = in.add(some.tokensIn());
            out = out.add(some.tokensOut());
            byStatus.merge(some.status(), some.sessions(), Long::sum);
        }
        if (query.model() != null) {
            events = rows.stream().mapToLong(UsageRow::events).sum();
            in = rows.stream().map(UsageRow::tokensIn).reduce(BigDecimal.ZERO, BigDecimal::add);
            out = rows.stream().map(UsageRow::tokensOut).reduce(BigDecimal.ZERO, BigDecimal::add);
        }
        BigDecimal count = BigDecimal.valueOf(total);
        long errors = byStatus.getOrDefault("error", 0L);
        return new Overview(
                total,
                byStatus.getOrDefault("active", 0L),
                byStatus.getOrDefault("completed", 0L),
                errors,
                byStatus.getOrDefault("timeout", 0L),
                Decimals.ratio(BigDecimal.valueOf(100 * errors), count),
                events,
                in.add(out),
                in,
                out,
                average(in.add(out), count),
                extremes.earliest(),
                extremes.latest());
    }

    private static DurationStats durations(List<Sessions> sessions, Extremes extremes) {
        BigDecimal total = sessions.stream().map(Sessions::durationUs).reduce(BigDecimal.ZERO, BigDecimal::add);
        long ended = sessions.stream().mapToLong(Sessions::ended).sum();
        return new DurationStats(
                average(total.movePointLeft(3), BigDecimal.valueOf(ended)),
                rounded(extremes.minUs().movePointLeft(3)),
                rounded(extremes.maxUs().movePointLeft(3)));
    }

    private static List<Agent> topAgents(AnalyticsQuery query, List<Sessions> sessions, List<UsageRow> rows) {
        boolean ofModel = query.model() != null;
        Map<String, Count> agents = new HashMap<>();
        sessions.forEach(some -> agents.merge(some.agentName(), count(some, !ofModel), Count::plus));
        if (ofModel) {
            rows.forEach(row -> agents.merge(row.agentName(), new Count(0, row.tokens()), Count::plus));
        }
        return agents.entrySet().stream()
                .map(entry -> new Agent(
                        entry.getKey(),
                        entry.getValue().sessions(),
                        entry.getValue().tokens(),
                        average(
                                entry.getValue().tokens(),
                                BigDecimal.valueOf(entry.getValue().sessions()))))
                .sorted(Comparator.comparing(Agent::totalTokens).reversed().thenComparing(Agent::agentName))
                .limit(AGENTS)
                .toList();
    }

    private static Count count(Sessions some, boolean tokens) {
        return new Count(some.sessions(), tokens ? some.tokensIn().add(some.tokensOut()) : BigDecimal.ZERO);
    }

    private static List<Model> models(List<UsageRow> rows) {
        Map<String, UsageRow> models = new HashMap<>();
        rows.stream()
                .filter(row -> !row.model().isEmpty())
                .forEach(row -> models.merge(row.model(), row, UsageRow::plus));
        return models.values().stream()
                .map(row -> new Model(
                        row.model(),
                        row.events(),
                        row.tokens(),
                        row.tokensIn(),
                        row.tokensOut(),
                        Decimals.ratio(row.durationMs(), BigDecimal.valueOf(row.timedEvents()))))
                .sorted(Comparator.comparing(Model::totalTokens).reversed().thenComparing(Model::model))
                .limit(NAMES)
                .toList();
    }

    private static List<Day> days(AnalyticsQuery query, List<Sessions> sessions, List<UsageRow> rows) {
        boolean ofModel = query.model() != null;
        Map<LocalDate, Count> days = new TreeMap<>();
        sessions.forEach(some -> days.merge(day(some.at()), count(some, !ofModel), Count::plus));
        if (ofModel) {
            rows.forEach(row ->
                    days.computeIfPresent(day(row.at()), (day, count) -> count.plus(new Count(0, row.tokens()))));
        }
        return days.entrySet().stream()
                .skip(Math.max(0, days.size() - DAYS))
                .map(entry -> new Day(
                        entry.getKey(),
                        entry.getValue().sessions(),
                        entry.getValue().tokens()))
                .toList();
    }

    private static LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, ZoneOffset.UTC);
    }

    private static BigDecimal average(BigDecimal total, BigDecimal count) {
        return count.signum() == 0 ? BigDecimal.ZERO : total.divide(count, 0, RoundingMode.HALF_UP);
    }

    private static BigDecimal rounded(BigDecimal value) {
        return value.setScale(0, RoundingMode.HALF_UP);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
