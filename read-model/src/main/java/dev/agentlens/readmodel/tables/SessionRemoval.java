/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import java.util.Collection;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Takes sessions out of the read tables as if their events had never been: rows, and what they add to the rollups. */
final class SessionRemoval {

    private final JdbcClient jdbc;

    SessionRemoval(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Within the caller's transaction, which holds the rows of {@code projection_offsets} of their partitions. */
    void remove(Collection<String> sessionIds) {
        subtractSessions(sessionIds);
        subtractEvents(sessionIds);
        for (String table : new String[] {"events", "sessions"}) {
            jdbc.sql("delete from " + table + " where session_id = any (:session_id::text[])")
                    .param("session_id", SqlArrays.text(sessionIds, id -> id))
                    .update();
        }
    }

    /** From the shard of the partition that has their events; sessions are booked in one. */
    private void subtractSessions(Collection<String> sessionIds) {
        jdbc.sql("""
                        with gone as (
                            select s.*, shard.log_partition, s.total_tokens_in + s.total_tokens_out as tokens
                            from sessions s
                            cross join lateral (
                                select min(e.log_partition) as log_partition
                                from events e
                                where e.session_id = s.session_id
                            ) as shard
                            where s.session_id = any (:session_id::text[])
                        ), by_status as (
                            update session_rollup as r
                            set sessions = r.sessions - g.sessions,
                                events = r.events - g.events,
                                tokens_in = r.tokens_in - g.tokens_in,
                                tokens_out = r.tokens_out - g.tokens_out,
                                ended_sessions = r.ended_sessions - g.ended_sessions,
                                duration_us = r.duration_us - g.duration_us
                            from (
                                select log_partition, status, count(*) as sessions, sum(event_count) as events,
                                       sum(total_tokens_in) as tokens_in, sum(total_tokens_out) as tokens_out,
                                       count(duration_us) as ended_sessions,
                                       coalesce(sum(duration_us), 0) as duration_us
                                from gone
                                group by log_partition, status
                            ) as g
                            where r.log_partition = g.log_partition and r.status = g.status
                        ), by_agent as (
                            update agent_rollup as r
                            set sessions = r.sessions - g.sessions, tokens = r.tokens - g.tokens
                            from (
                                select log_partition, agent_name, count(*) as sessions, sum(tokens) as tokens
                                from gone
                                group by log_partition, agent_name
                            ) as g
                            where r.log_partition = g.log_partition and r.agent_name = g.agent_name
                        )
                        update day_rollup as r
                        set sessions = r.sessions - g.sessions, tokens = r.tokens - g.tokens
                        from (
                            select log_partition, (started_at at time zone 'UTC')::date as day,
                                   count(*) as sessions, sum(tokens) as tokens
                            from gone
                            group by 1, 2
                        ) as g
                        where r.log_partition = g.log_partition and r.day = g.day
                        """).param("session_id", SqlArrays.text(sessionIds, id -> id)).update();
    }

    private void subtractEvents(Collection<String> sessionIds) {
        jdbc.sql("""
                        with gone as (
                            select *
                            from events
                            where session_id = any (:session_id::text[])
                                and event_type not in ('session_start', 'session_end')
                        ), by_type as (
                            update event_type_rollup as r
                            set events = r.events - g.events
                            from (
                                select log_partition, event_type, count(*) as events
                                from gone
                                group by log_partition, event_type
                            ) as g
                            where r.log_partition = g.log_partition and r.event_type = g.event_type
                        ), by_model as (
                            update model_rollup as r
                            set calls = r.calls - g.calls,
                                tokens_in = r.tokens_in - g.tokens_in,
                                tokens_out = r.tokens_out - g.tokens_out,
                                timed_calls = r.timed_calls - g.timed_calls,
                                duration_ms = r.duration_ms - g.duration_ms
                            from (
                                select log_partition, model, count(*) as calls, sum(tokens_in) as tokens_in,
                                       sum(tokens_out) as tokens_out, count(duration_ms) as timed_calls,
                                       coalesce(sum(duration_ms), 0) as duration_ms
                                from gone
                                where model is not null
                                group by log_partition, model
                            ) as g
                            where r.log_partition = g.log_partition and r.model = g.model
                        )
                        update hour_rollup as r
                        set events = r.events - g.events
                        from (
                            select log_partition, extract(hour from occurred_at at time zone 'UTC')::smallint as hour,
                                   count(*) as events
                            from gone
                            group by 1, 2
                        ) as g
                        where r.log_partition = g.log_partition and r.hour = g.hour
                        """).param("session_id", SqlArrays.text(sessionIds, id -> id)).update();
    }
}
