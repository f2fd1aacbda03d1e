/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Adds the new rows of the usage tables to the sums by hour and by day, and deletes them: their sum stays the same. */
public final class UsageCompaction {

    /** Held, within a transaction, by the process that compacts; the others skip it. */
    private static final long LOCK = 4_703_221_004L;

    private static final int MAX_ROWS = 20_000;

    private static final String NEW_EVENTS = """
            with new as (
                delete from event_usage_new
                where ctid = any (array(select ctid from event_usage_new limit :rows))
                returning *
            )""";

    private static final String EVENTS_OF_GRAIN = """
            , GRAIN_sum as (
                select kind, AT as at, agent_name, name, model, sum(events)::bigint as events,
                       sum(errors)::bigint as errors, sum(tokens_in) as tokens_in, sum(uncached_tokens) as uncached_tokens,
                       sum(tokens_out) as tokens_out, sum(cache_read_tokens) as cache_read_tokens,
                       sum(cache_write_tokens) as cache_write_tokens, sum(reasoning_tokens) as reasoning_tokens,
                       sum(timed_events)::bigint as timed_events, sum(duration_ms) as duration_ms
                from new
                group by 1, 2, 3, 4, 5
            ), GRAIN_bucket as (
                select kind, AT as at, agent_name, name, model, bucket, sum(n)::bigint as n
                from new
                cross join lateral unnest(buckets, bucket_events) as latency (bucket, n)
                group by 1, 2, 3, 4, 5, 6
            ), GRAIN_latency as (
                select kind, at, agent_name, name, model, array_agg(bucket order by bucket) as buckets,
                       array_agg(n order by bucket) as bucket_events
                from GRAIN_bucket
                where n <> 0
                group by 1, 2, 3, 4, 5
            ), GRAIN_saved as (
                insert into event_usage_GRAIN as u (grain, kind, at, agent_name, name, model, events, errors, tokens_in,
                                                    uncached_tokens, tokens_out, cache_read_tokens, cache_write_tokens,
                                                    reasoning_tokens, timed_events, duration_ms, buckets, bucket_events)
                select 'GRAIN', GRAIN_sum.*, coalesce(buckets, '{}'), coalesce(bucket_events, '{}')
                from GRAIN_sum
                left join GRAIN_latency using (kind, at, agent_name, name, model)
                order by kind, at, agent_name, name, model
                on conflict (kind, at, agent_name, name, model) do update set
                    events = u.events + excluded.events,
                    errors = u.errors + excluded.errors,
                    tokens_in = u.tokens_in + excluded.tokens_in,
                    uncached_tokens = u.uncached_tokens + excluded.uncached_tokens,
                    tokens_out = u.tokens_out + excluded.tokens_out,
                    cache_read_tokens = u.cache_read_tokens + excluded.cache_read_tokens,
                    cache_write_tokens = u.cache_write_tokens + excluded.cache_write_tokens,
                    reasoning_tokens = u.reasoning_tokens + excluded.reasoning_tokens,
                    timed_events = u.timed_events + excluded.timed_events,
                    duration_ms = u.duration_ms + excluded.duration_ms,
                    (buckets, bucket_events) = (
                        select coalesce(array_agg(bucket order by bucket), '{}'),
                               coalesce(array_agg(n order by bucket), '{}')
                        from (
                            select bucket, sum(n)::bigint as n
                            from (
                                select * from unnest(u.buckets, u.bucket_events) as had (bucket, n)
                                union all
                                select * from unnest(excluded.buckets, excluded.bucket_events) as got (bucket, n)
                            ) as both_of_them
                            group by bucket
                            having sum(n) <> 0
                        ) as merged)
            )""";

    private static final String NEW_SESSIONS = """
            with new as (
                delete from session_usage_new
                where ctid = any (array(select ctid from session_usage_new limit :rows))
                returning *
            )""";

    private static final String SESSIONS_OF_GRAIN = """
            , GRAIN_saved as (
                insert into session_usage_GRAIN as u (grain, at, agent_name, status, model, sessions, events, tokens_in,
                                                      tokens_out, ended, duration_us)
                select 'GRAIN', AT as at, agent_name, status, model, sum(sessions)::bigint, sum(events)::bigint,
                       sum(tokens_in), sum(tokens_out), sum(ended)::bigint, sum(duration_us)
                from new
                group by 1, 2, 3, 4, 5
                order by 1, 2, 3, 4, 5
                on conflict (at, agent_name, status, model) do update set
                    sessions = u.sessions + excluded.sessions,
                    events = u.events + excluded.events,
                    tokens_in = u.tokens_in + excluded.tokens_in,
                    tokens_out = u.tokens_out + excluded.tokens_out,
                    ended = u.ended + excluded.ended,
                    duration_us = u.duration_us + excluded.duration_us
            )""";

    private static final String EVENTS = NEW_EVENTS + ofEachGrain(EVENTS_OF_GRAIN) + " select count(*) from new";
    private static final String SESSIONS = NEW_SESSIONS + ofEachGrain(SESSIONS_OF_GRAIN) + " select count(*) from new";

    private final TransactionTemplate transaction;
    private final JdbcClient jdbc;

    /** @param dataSource of connections whose names are resolved in the schema of the tables */
    public UsageCompaction(DataSource dataSource) {
        transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        jdbc = JdbcClient.create(dataSource);
    }

    /** Adds all rows that are new when it is called, in transactions of limited size. Returns how many they were. */
    public long run() {
        long rows = 0;
        long step;
        do {
            step = Objects.requireNonNull(transaction.execute(status -> step()));
            rows += step;
        } while (step >= MAX_ROWS);
        if (rows > 0) {
            // Every reader passes the new rows; autovacuum would come once a minute.
            jdbc.sql("vacuum event_usage_new, session_usage_new").update();
        }
        return rows;
    }

    private long step() {
        boolean alone = jdbc.sql("select pg_try_advisory_xact_lock(hashtextextended(current_schema(), :lock))")
                .param("lock", LOCK)
                .query(Boolean.class)
                .single();
        if (!alone) {
            return 0;
        }
        return Math.max(added(EVENTS), added(SESSIONS));
    }

    private long added(String sql) {
        return jdbc.sql(sql).param("rows", MAX_ROWS).query(Long.class).single();
    }

    private static String ofEachGrain(String sql) {
        return sql.replace("AT as at", "at").replace("GRAIN", "hour")
                + sql.replace("AT as at", "date_trunc('day', at, 'UTC') as at").replace("GRAIN", "day");
    }
}
