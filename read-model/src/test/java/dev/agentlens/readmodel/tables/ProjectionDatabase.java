/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.agentlens.testsupport.TestServices;
import dev.agentlens.testsupport.TestServices.Database;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The read tables as tests look at them: their content, and the counters beside what they must come to. */
public final class ProjectionDatabase implements AutoCloseable {

    private static final String COUNTERS = """
            select 'status ' || status as key,
                   array[sum(sessions), sum(events), sum(tokens_in), sum(tokens_out), sum(ended_sessions),
                         sum(duration_us)] as counts
            from session_rollup group by status
            union all
            select 'agent ' || agent_name, array[sum(sessions), sum(tokens)] from agent_rollup group by agent_name
            union all
            select 'day ' || day, array[sum(sessions), sum(tokens)] from day_rollup group by day
            union all
            select 'model ' || model,
                   array[sum(calls), sum(tokens_in), sum(tokens_out), sum(timed_calls), sum(duration_ms)]
            from model_rollup group by model
            union all
            select 'type ' || event_type, array[sum(events)] from event_type_rollup group by event_type
            union all
            select 'hour ' || hour, array[sum(events)] from hour_rollup group by hour
            union all
            select 'session ' || session_id, array[event_count, error_count, summed_tokens_in, summed_tokens_out]
            from sessions
            union all
            select 'events of ' || session_id, array[distinct_events] from sessions
            """;

    /** Usage by day as it is counted, and as it must be. */
    private static final String USAGE = """
            select concat_ws('/', kind, at::date, agent_name, name, model) as key,
                   array[sum(events), sum(errors), sum(tokens_in), sum(uncached_tokens), sum(tokens_out),
                         sum(cache_read_tokens), sum(cache_write_tokens), sum(reasoning_tokens), sum(timed_events),
                         sum(duration_ms)] as counts
            from event_usage where grain in ('new', 'day') group by kind, at::date, agent_name, name, model
            union all
            select concat_ws('/', 'latency', kind, at::date, agent_name, name, model, bucket), array[sum(n)]
            from event_usage cross join lateral unnest(buckets, bucket_events) as latency (bucket, n)
            where grain in ('new', 'hour') group by kind, at::date, agent_name, name, model, bucket
            union all
            select concat_ws('/', 'sessions', at, agent_name, status, model),
                   array[sum(sessions), sum(events), sum(tokens_in), sum(tokens_out), sum(ended), sum(duration_us)]
            from session_usage where grain in ('new', 'hour') group by at, agent_name, status, model
            """;

    private static final String USAGE_RECOUNT = """
            with step as (
                select e.*, s.agent_name, occurred_at::date as day
                from events e join sessions s using (session_id)
                where event_type not in ('session_start', 'session_end')
            ), counted as (
                select 'event' as kind, event_type as name, step.* from step
                union all
                select 'tool', tool, step.* from step cross join lateral unnest(step.tools) as tool
            ), timed as (
                select counted.*, floor(duration_ms * 1000)::bigint as us from counted where duration_ms is not null
            )
            select concat_ws('/', kind, day, agent_name, name, coalesce(model, '')) as key,
                   array[count(*), count(failed), sum(tokens_in),
                         sum(greatest(0, tokens_in - coalesce(cache_read_tokens, 0) - coalesce(cache_write_tokens, 0))),
                         sum(tokens_out), coalesce(sum(cache_read_tokens), 0), coalesce(sum(cache_write_tokens), 0),
                         coalesce(sum(reasoning_tokens), 0), count(duration_ms), coalesce(sum(duration_ms), 0)] as counts
            from counted group by kind, day, agent_name, name, coalesce(model, '')
            union all
            select concat_ws('/', 'latency', kind, day, agent_name, name, coalesce(model, ''), bucket), array[count(*)::numeric]
            from timed
            cross join lateral (select greatest(0, length(ltrim(us::bit(64)::text, '0')) - 5) as shift) as power
            cross join lateral (select shift * 16 + (us >> shift) as bucket) as latency
            group by kind, day, agent_name, name, coalesce(model, ''), bucket
            union all
            select concat_ws('/', 'sessions', date_trunc('hour', started_at), agent_name, status, model),
                   array[count(*), sum(event_count), sum(total_tokens_in), sum(total_tokens_out), count(ended_at),
                         coalesce(sum(duration_us), 0)]
            from sessions
            cross join lateral unnest(models || array['']) as model
            group by date_trunc('hour', started_at), agent_name, status, model
            """;

    private static final String RECOUNT = """
            with step as (select * from events where event_type not in ('session_start', 'session_end'))
            select 'status ' || status as key,
                   array[count(*), sum(event_count), sum(total_tokens_in), sum(total_tokens_out), count(ended_at),
                         coalesce(sum(duration_us), 0)] as counts
            from sessions group by status
            union all
            select 'agent ' || agent_name, array[count(*), sum(total_tokens_in + total_tokens_out)]
            from sessions group by agent_name
            union all
            select 'day ' || (started_at at time zone 'UTC')::date,
                   array[count(*), sum(total_tokens_in + total_tokens_out)]
            from sessions group by (started_at at time zone 'UTC')::date
            union all
            select 'model ' || model,
                   array[count(*), sum(tokens_in), sum(tokens_out), count(duration_ms), coalesce(sum(duration_ms), 0)]
            from step where model is not null group by model
            union all
            select 'type ' || event_type, array[count(*)::numeric] from step group by event_type
            union all
            select 'hour ' || extract(hour from occurred_at at time zone 'UTC'), array[count(*)::numeric]
            from step group by extract(hour from occurred_at at time zone 'UTC')
            union all
            select 'session ' || session_id,
                   array[count(*), count(failed),
                         sum(tokens_in), sum(tokens_out)]
            from step group by session_id
            union all
            select 'events of ' || session_id, array[count(*)::numeric] from events group by session_id
            """;

    private final HikariDataSource dataSource;
    private final JdbcClient jdbc;

    public ProjectionDatabase(Database database) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(database.jdbcUrl());
        config.setUsername(database.username());
        config.setPassword(database.password());
        config.setMaximumPoolSize(2);
        config.setMinimumIdle(0);
        config.setInitializationFailTimeout(-1);
        config.setConnectionInitSql("set synchronous_commit = off; set timezone = 'UTC'");
        dataSource = new HikariDataSource(config);
        jdbc = JdbcClient.create(dataSource);
    }

    /** A new database with empty read tables. */
    public static ProjectionDatabase migrated() {
        ProjectionDatabase database = new ProjectionDatabase(TestServices.newDatabase());
        ReadSchema.migrate(database.dataSource, ReadSchema.LIVE);
        return database;
    }

    public DataSource dataSource() {
        return dataSource;
    }

    public JdbcClient jdbc() {
        return jdbc;
    }

    @Override
    public void close() {
        dataSource.close();
    }

    void clear() {
        jdbc.sql("""
                truncate events, sessions, session_rollup, agent_rollup, day_rollup, model_rollup, event_type_rollup,
                         hour_rollup, projection_offsets, projection_source, erased_sessions, expired_sessions,
                         event_usage, session_usage, session_search, price_list
                """).update();
    }

    /** Every event and session, whatever their place in the log and the number of changes. */
    List<String> rows() {
        return jdbc.sql("""
                        select (to_jsonb(e) - 'log_offset')::text from events e
                        union all
                        select (to_jsonb(s) - 'version')::text from sessions s
                        order by 1
                        """).query(String.class).list();
    }

    /** Everything in every table that the projection writes. */
    public List<String> everything() {
        return jdbc.sql("""
                        select to_jsonb(t)::text from events t
                        union all select to_jsonb(t)::text from sessions t
                        union all select (to_jsonb(t) - 'settled')::text from session_search t
                        union all select to_jsonb(t)::text from event_usage t
                        union all select to_jsonb(t)::text from session_usage t
                        union all select to_jsonb(t)::text from session_rollup t
                        union all select to_jsonb(t)::text from agent_rollup t
                        union all select to_jsonb(t)::text from day_rollup t
                        union all select to_jsonb(t)::text from model_rollup t
                        union all select to_jsonb(t)::text from event_type_rollup t
                        union all select to_jsonb(t)::text from hour_rollup t
                        union all select to_jsonb(t)::text from projection_offsets t
                        union all select to_jsonb(t)::text from erased_sessions t
                        union all select to_jsonb(t)::text from expired_sessions t
                        order by 1
                        """).query(String.class).list();
    }

    /** What the rollups and sessions count, the shards summed. */
    public Map<String, List<BigDecimal>> counters() {
        return counts(COUNTERS);
    }

    /** What they must come to: rollups counted again from sessions and events, sessions from events. */
    public Map<String, List<BigDecimal>> recount() {
        return counts(RECOUNT);
    }

    /** Usage by agent, name and model, and its latency. */
    public Map<String, List<BigDecimal>> usage() {
        return counts(USAGE);
    }

    /** What it must be, counted again from sessions and events. */
    public Map<String, List<BigDecimal>> usageRecount() {
        return counts(USAGE_RECOUNT);
    }

    /** Of all partitions: projected, duplicates, conflicts, dead-lettered. */
    public List<Long> ledger() {
        return jdbc.sql("""
                        select sum(projected), sum(duplicates), sum(conflicts), sum(dead_lettered)
                        from projection_offsets
                        """)
                .query((row, n) -> List.of(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)))
                .single();
    }

    /** Of all partitions: what erased a session, or came after. */
    public long erased() {
        return jdbc.sql("select sum(erased) from projection_offsets")
                .query(Long.class)
                .single();
    }

    private Map<String, List<BigDecimal>> counts(String sql) {
        Map<String, List<BigDecimal>> counts = new TreeMap<>();
        jdbc.sql(sql).query(row -> {
            put(counts, row.getString("key"), numbers(row.getArray("counts")));
        });
        return counts;
    }

    /** Zeros all over are the same as no row. */
    static void put(Map<String, List<BigDecimal>> counts, String key, List<BigDecimal> values) {
        if (values.stream().anyMatch(value -> value.signum() != 0)) {
            counts.put(key, values.stream().map(BigDecimal::stripTrailingZeros).toList());
        }
    }

    private static List<BigDecimal> numbers(Array array) {
        try {
            return Arrays.asList((BigDecimal[]) array.getArray());
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
