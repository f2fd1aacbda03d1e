/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.analytics;

import dev.agentlens.prices.PriceList;
import dev.agentlens.query.analytics.UsageAnalytics.Errors;
import dev.agentlens.query.analytics.UsageAnalytics.Latency;
import dev.agentlens.query.analytics.UsageAnalytics.Percentiles;
import dev.agentlens.query.analytics.UsageAnalytics.Range;
import dev.agentlens.query.analytics.UsageAnalytics.Tool;
import dev.agentlens.query.session.Decimals;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/**
 * Reads the sums of usage by hour or by day: their number is that of hours or days, agents, types and models, not of events.
 * Within the caller's transaction.
 */
@Component
class UsageReader {

    private static final int MAX_STEPS = 1_000;
    private static final int MAX_NAMES = 1_000;

    private final JdbcClient jdbc;

    UsageReader(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private record Named(String name, long events, long errors, long timed, BigDecimal durationMs) {}

    UsageAnalytics read(AnalyticsQuery query, PriceList prices) {
        CostTally cost = new CostTally(prices);
        UsageTimeline timeline = new UsageTimeline(query.interval());
        rows(query).forEach(row -> timeline.add(row, cost.add(row)));
        sessions(query).forEach(timeline::sessions);
        return new UsageAnalytics(
                new Range(query.from(), query.to()),
                timeline.steps(MAX_STEPS),
                new Latency(
                        latency(query, "event", "model", (name, h) -> percentiles(name, null, h)),
                        latency(query, "tool", "name", (name, h) -> percentiles(null, name, h))),
                named(query, "event").stream()
                        .filter(named -> named.errors() > 0)
                        .sorted(Comparator.comparing(Named::errors).reversed().thenComparing(Named::name))
                        .map(named -> new Errors(named.name(), named.errors()))
                        .toList(),
                named(query, "tool").stream()
                        .map(named -> new Tool(
                                named.name(),
                                named.events(),
                                named.errors(),
                                Decimals.ratio(named.durationMs(), BigDecimal.valueOf(named.timed()))))
                        .toList(),
                cost.cost());
    }

    List<UsageRow> rows(AnalyticsQuery query) {
        return statement(query, """
                        select AT as at, agent_name, model, sum(events) as events, sum(errors) as errors,
                               sum(tokens_in) as tokens_in, sum(uncached_tokens) as uncached_tokens,
                               sum(tokens_out) as tokens_out, sum(cache_read_tokens) as cache_read_tokens,
                               sum(cache_write_tokens) as cache_write_tokens, sum(reasoning_tokens) as reasoning_tokens,
                               sum(timed_events) as timed_events, sum(duration_ms) as duration_ms
                        from event_usage
                        where kind = 'event' and FILTER
                        group by 1, 2, 3
                        having sum(events) > 0
                        order by 1
                        """).query((row, number) -> row(row)).list();
    }

    /** By event type. */
    Map<String, Long> eventTypes(AnalyticsQuery query) {
        Map<String, Long> types = new TreeMap<>();
        named(query, "event").forEach(named -> types.put(named.name(), named.events()));
        return types;
    }

    /** Ordinary events by UTC hour of day. */
    Map<Integer, Long> hours(AnalyticsQuery query) {
        Map<Integer, Long> hours = new TreeMap<>();
        AnalyticsQuery byHour = new AnalyticsQuery(
                query.from(), query.to(), query.agent(), query.model(), AnalyticsQuery.Interval.HOUR);
        statement(byHour, """
                        select extract(hour from at at time zone 'UTC')::int as hour, sum(events) as events
                        from event_usage
                        where kind = 'event' and FILTER
                        group by 1
                        having sum(events) > 0
                        """).query(row -> {
            hours.put(row.getInt("hour"), row.getLong("events"));
        });
        return hours;
    }

    private Map<Instant, Long> sessions(AnalyticsQuery query) {
        Map<Instant, Long> sessions = new TreeMap<>();
        statement(query, """
                        select AT as at, sum(sessions) as sessions
                        from session_usage
                        where FILTER
                        group by 1
                        having sum(sessions) > 0
                        """, query.model() == null ? "" : query.model()).query(row -> {
            sessions.put(instant(row), row.getLong("sessions"));
        });
        return sessions;
    }

    private List<Named> named(AnalyticsQuery query, String kind) {
        return statement(query, """
                        select name, sum(events) as events, sum(errors) as errors, sum(timed_events) as timed,
                               sum(duration_ms) as duration_ms
                        from event_usage
                        where kind = 'KIND' and FILTER
                        group by name
                        having sum(events) > 0
                        order by events desc, name
                        limit 1000
                        """.replace("KIND", kind))
                .query((row, number) -> new Named(
                        row.getString("name"),
                        row.getLong("events"),
                        row.getLong("errors"),
                        row.getLong("timed"),
                        row.getBigDecimal("duration_ms")))
                .list();
    }

    private List<Percentiles> latency(
            AnalyticsQuery query, String kind, String name, BiFunction<String, LatencyHistogram, Percentiles> of) {
        Map<String, LatencyHistogram> histograms = new HashMap<>();
        statement(query, """
                        select NAME as name, bucket, sum(n) as n
                        from event_usage
                        cross join lateral unnest(buckets, bucket_events) as latency (bucket, n)
                        where kind = 'KIND' and NAME <> '' and FILTER
                        group by 1, 2
                        having sum(n) > 0
                        """.replace("KIND", kind).replace("NAME", name)).query(row -> {
            histograms
                    .computeIfAbsent(row.getString("name"), absent -> new LatencyHistogram())
                    .add(row.getInt("bucket"), row.getLong("n"));
        });
        return histograms.entrySet().stream()
                .sorted(Comparator.comparing((Map.Entry<String, LatencyHistogram> entry) ->
                                entry.getValue().total())
                        .reversed()
                        .thenComparing(Map.Entry::getKey))
                .limit(MAX_NAMES)
                .map(entry -> of.apply(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static Percentiles percentiles(@Nullable String model, @Nullable String tool, LatencyHistogram histogram) {
        return new Percentiles(
                model,
                tool,
                histogram.total(),
                histogram.percentile(50),
                histogram.percentile(95),
                histogram.percentile(99));
    }

    private StatementSpec statement(AnalyticsQuery query, String sql) {
        return statement(query, sql, query.model());
    }

    /** @param model of rows; null for all */
    StatementSpec statement(AnalyticsQuery query, String sql, @Nullable String model) {
        String grain = query.isByDay() ? "day" : "hour";
        String at = query.isByDay() ? "date_trunc('day', at, 'UTC')" : "at";
        String filter = "grain in ('new', '" + grain + "')"
                + (query.from() == null ? "" : " and at >= :from")
                + (query.to() == null ? "" : " and at < :to")
                + (query.agent() == null ? "" : " and agent_name = :agent")
                + (model == null ? "" : " and model = :model");
        StatementSpec statement = jdbc.sql(sql.replace("FILTER", filter).replace("AT as at", at + " as at"));
        if (query.from() != null) {
            statement = statement.param("from", query.from().atOffset(ZoneOffset.UTC));
        }
        if (query.to() != null) {
            statement = statement.param("to", query.to().atOffset(ZoneOffset.UTC));
        }
        if (query.agent() != null) {
            statement = statement.param("agent", query.agent());
        }
        return model == null ? statement : statement.param("model", model);
    }

    private static UsageRow row(ResultSet row) throws SQLException {
        return new UsageRow(
                instant(row),
                row.getString("agent_name"),
                row.getString("model"),
                row.getLong("events"),
                row.getLong("errors"),
                row.getBigDecimal("tokens_in"),
                row.getBigDecimal("uncached_tokens"),
                row.getBigDecimal("tokens_out"),
                row.getBigDecimal("cache_read_tokens"),
                row.getBigDecimal("cache_write_tokens"),
                row.getBigDecimal("reasoning_tokens"),
                row.getLong("timed_events"),
                row.getBigDecimal("duration_ms"));
    }

    private static Instant instant(ResultSet row) throws SQLException {
        return row.getObject("at", OffsetDateTime.class).toInstant();
    }
}
