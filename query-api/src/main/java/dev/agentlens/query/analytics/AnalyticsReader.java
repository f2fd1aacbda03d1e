/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.analytics;

import dev.agentlens.prices.PriceList;
import dev.agentlens.query.analytics.Analytics.Agent;
import dev.agentlens.query.analytics.Analytics.Day;
import dev.agentlens.query.analytics.Analytics.DurationStats;
import dev.agentlens.query.analytics.Analytics.EventType;
import dev.agentlens.query.analytics.Analytics.Hour;
import dev.agentlens.query.analytics.Analytics.Model;
import dev.agentlens.query.analytics.Analytics.Overview;
import dev.agentlens.query.analytics.RecentAnalytics.Dated;
import dev.agentlens.query.prices.CurrentPrices;
import dev.agentlens.query.session.Decimals;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads the rollups, whose size is that of their keys, not of the events. A rollup row may be at zero, when its last
 * session moved to another key.
 */
@Component
class AnalyticsReader {

    private static final int TRIES = 3;

    private final JdbcClient jdbc;
    private final FilteredAnalytics filtered;
    private final UsageReader usage;
    private final CurrentPrices prices;
    private final TransactionTemplate oneMoment;
    private final RecentAnalytics<AnalyticsQuery, State, Figures> recent = new RecentAnalytics<>();

    /** What the figures are computed from. */
    private record State(Tables tables, PriceList prices) {}

    /**
     * Each transaction of a projector moves its partitions on, and removing sessions for their age leaves fewer of them.
     *
     * @param file which tables bear the names now
     */
    private record Tables(long file, long projected, long sessions) {}

    private record Figures(Analytics reference, UsageAnalytics usage) {}

    AnalyticsReader(
            JdbcClient jdbc,
            FilteredAnalytics filtered,
            UsageReader usage,
            CurrentPrices prices,
            PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.filtered = filtered;
        this.usage = usage;
        this.prices = prices;
        oneMoment = new TransactionTemplate(transactions);
        oneMoment.setReadOnly(true);
    }

    /** All of one moment, which is not before the call. */
    AnalyticsResponse read(AnalyticsQuery query, List<String> warnings) {
        Figures figures = recent.get(query, this::state, this::read);
        return new AnalyticsResponse(figures.reference(), figures.usage(), warnings);
    }

    private Dated<State, Figures> read(AnalyticsQuery query) {
        for (int i = 0; i < TRIES; i++) {
            Dated<State, Figures> figures = Objects.requireNonNull(oneMoment.execute(status -> all(query)));
            // The moment is that of the transaction's begin, but names lead to what bears them now: tables that took
            // the
            // place of others in between may then not have contained yet what those did.
            if (tables().file() == figures.state().tables().file()) {
                return figures;
            }
        }
        throw new ConcurrencyFailureException("The read tables were replaced at every try to read them");
    }

    private Dated<State, Figures> all(AnalyticsQuery query) {
        // Not by the transaction's definition, which would query the connection's level, set it and reset it.
        jdbc.sql("set transaction isolation level repeatable read").update();
        State state = state();
        Analytics reference = query.isFiltered() ? filtered.read(query) : reference();
        return new Dated<>(state, new Figures(reference, usage.read(query, state.prices())));
    }

    private Analytics reference() {
        return new Analytics(overview(), durations(), topAgents(), modelUsage(), eventTypes(), days(), hours());
    }

    private State state() {
        return new State(tables(), prices.get());
    }

    private Tables tables() {
        return jdbc.sql("""
                        select coalesce(pg_relation_filenode(to_regclass('sessions'))::bigint, 0)     as file,
                               (select coalesce(sum(next_offset), 0) from projection_offsets)::bigint as projected,
                               (select coalesce(sum(sessions), 0) from session_rollup)::bigint        as sessions
                        """)
                .query((row, n) -> new Tables(row.getLong("file"), row.getLong("projected"), row.getLong("sessions")))
                .single();
    }

    private Overview overview() {
        return jdbc.sql("""
                        select coalesce(sum(sessions), 0)                                       as total,
                               coalesce(sum(sessions) filter (where status = 'active'), 0)      as active,
                               coalesce(sum(sessions) filter (where status = 'completed'), 0)   as completed,
                               coalesce(sum(sessions) filter (where status = 'error'), 0)       as error,
                               coalesce(sum(sessions) filter (where status = 'timeout'), 0)     as timeout,
                               coalesce(sum(events), 0)                                         as events,
                               coalesce(sum(tokens_in), 0)                                      as tokens_in,
                               coalesce(sum(tokens_out), 0)                                     as tokens_out,
                               (select min(started_at) from sessions)                           as earliest,
                               (select max(started_at) from sessions)                           as latest
                        from session_rollup
                        """).query((row, n) -> overview(row)).single();
    }

    private static Overview overview(ResultSet row) throws SQLException {
        BigDecimal total = row.getBigDecimal("total");
        BigDecimal tokensIn = row.getBigDecimal("tokens_in");
        BigDecimal tokensOut = row.getBigDecimal("tokens_out");
        BigDecimal tokens = tokensIn.add(tokensOut);
        BigDecimal errors = row.getBigDecimal("error");
        return new Overview(
                total.longValue(),
                row.getLong("active"),
                row.getLong("completed"),
                errors.longValue(),
                row.getLong("timeout"),
                Decimals.ratio(errors.movePointRight(2), total),
                row.getLong("events"),
                tokens,
                tokensIn,
                tokensOut,
                average(tokens, total),
                instant(row, "earliest"),
                instant(row, "latest"));
    }

    private DurationStats durations() {
        return jdbc.sql("""
                        select coalesce(sum(duration_us), 0)                as total_us,
                               coalesce(sum(ended_sessions), 0)             as sessions,
                               coalesce((select coalesce(duration_us, -1) from sessions
                                         where coalesce(duration_us, -1) >= 0
                                         order by coalesce(duration_us, -1) limit 1), 0) as min_us,
                               coalesce((select coalesce(duration_us, -1) from sessions
                                         where coalesce(duration_us, -1) >= 0
                                         order by coalesce(duration_us, -1) desc limit 1), 0) as max_us
                        from session_rollup
                        """)
                .query((row, n) -> new DurationStats(
                        average(row.getBigDecimal("total_us").movePointLeft(3), row.getBigDecimal("sessions")),
                        rounded(row.getBigDecimal("min_us").movePointLeft(3)),
                        rounded(row.getBigDecimal("max_us").movePointLeft(3))))
                .single();
    }

    private List<Agent> topAgents() {
        return jdbc.sql("""
                        select agent_name, sum(sessions) as sessions, sum(tokens) as tokens
                        from agent_rollup
                        group by agent_name
                        having sum(sessions) > 0
                        order by tokens desc, agent_name
                        limit 10
                        """)
                .query((row, n) -> new Agent(
                        row.getString("agent_name"),
                        row.getLong("sessions"),
                        row.getBigDecimal("tokens"),
                        average(row.getBigDecimal("tokens"), row.getBigDecimal("sessions"))))
                .list();
    }

    /** The names of models are their clients' choice, therefore the limit. */
    private List<Model> modelUsage() {
        return jdbc.sql("""
                        select model,
                               sum(calls)                         as calls,
                               sum(tokens_in) + sum(tokens_out)   as tokens,
                               sum(tokens_in)                     as tokens_in,
                               sum(tokens_out)                    as tokens_out,
                               sum(timed_calls)                   as timed_calls,
                               sum(duration_ms)                   as duration_ms
                        from model_rollup
                        group by model
                        having sum(calls) > 0
                        order by tokens desc, model
                        limit 1000
                        """)
                .query((row, n) -> new Model(
                        row.getString("model"),
                        row.getLong("calls"),
                        row.getBigDecimal("tokens"),
                        row.getBigDecimal("tokens_in"),
                        row.getBigDecimal("tokens_out"),
                        Decimals.ratio(row.getBigDecimal("duration_ms"), row.getBigDecimal("timed_calls"))))
                .list();
    }

    private List<EventType> eventTypes() {
        return jdbc.sql("""
                        select event_type, sum(events) as events
                        from event_type_rollup
                        group by event_type
                        having sum(events) > 0
                        order by events desc, event_type
                        limit 1000
                        """)
                .query((row, n) -> new EventType(row.getString("event_type"), row.getLong("events")))
                .list();
    }

    private List<Day> days() {
        return jdbc.sql("""
                        select day, sessions, tokens
                        from (select day, sum(sessions) as sessions, sum(tokens) as tokens
                              from day_rollup
                              group by day
                              having sum(sessions) > 0
                              order by day desc
                              limit 90) as latest
                        order by day
                        """)
                .query((row, n) -> new Day(
                        row.getObject("day", LocalDate.class), row.getLong("sessions"), row.getBigDecimal("tokens")))
                .list();
    }

    private List<Hour> hours() {
        return jdbc.sql("""
                        select hour, sum(events) as events
                        from hour_rollup
                        group by hour
                        having sum(events) > 0
                        order by hour
                        """)
                .query((row, n) -> new Hour(row.getInt("hour"), row.getLong("events")))
                .list();
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
