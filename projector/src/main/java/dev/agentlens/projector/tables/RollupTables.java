/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.tables;

import dev.agentlens.projector.fold.RollupChanges;
import dev.agentlens.projector.fold.RollupChanges.Calls;
import dev.agentlens.projector.fold.RollupChanges.Count;
import dev.agentlens.projector.fold.RollupChanges.Sessions;
import dev.agentlens.projector.fold.RollupKey;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The rollup tables. One statement for all, so that a poll costs one round trip for them. */
final class RollupTables {

    private final JdbcClient jdbc;

    RollupTables(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(RollupChanges changes) {
        jdbc.sql("""
                        with sessions_added as (
                            insert into session_rollup as r
                            select * from unnest(
                                :status_shard::int[], :status::text[], :status_sessions::bigint[],
                                :status_events::bigint[], :status_tokens_in::numeric[], :status_tokens_out::numeric[],
                                :status_ended::bigint[], :status_duration_us::numeric[])
                            on conflict (log_partition, status) do update set
                                sessions = r.sessions + excluded.sessions,
                                events = r.events + excluded.events,
                                tokens_in = r.tokens_in + excluded.tokens_in,
                                tokens_out = r.tokens_out + excluded.tokens_out,
                                ended_sessions = r.ended_sessions + excluded.ended_sessions,
                                duration_us = r.duration_us + excluded.duration_us
                        ), agents_added as (
                            insert into agent_rollup as r
                            select * from unnest(
                                :agent_shard::int[], :agent::text[], :agent_sessions::bigint[], :agent_tokens::numeric[])
                            on conflict (log_partition, agent_name) do update set
                                sessions = r.sessions + excluded.sessions,
                                tokens = r.tokens + excluded.tokens
                        ), days_added as (
                            insert into day_rollup as r
                            select * from unnest(
                                :day_shard::int[], :day::date[], :day_sessions::bigint[], :day_tokens::numeric[])
                            on conflict (log_partition, day) do update set
                                sessions = r.sessions + excluded.sessions,
                                tokens = r.tokens + excluded.tokens
                        ), models_added as (
                            insert into model_rollup as r
                            select * from unnest(
                                :model_shard::int[], :model::text[], :model_calls::bigint[],
                                :model_tokens_in::numeric[], :model_tokens_out::numeric[],
                                :model_timed::bigint[], :model_duration_ms::numeric[])
                            on conflict (log_partition, model) do update set
                                calls = r.calls + excluded.calls,
                                tokens_in = r.tokens_in + excluded.tokens_in,
                                tokens_out = r.tokens_out + excluded.tokens_out,
                                timed_calls = r.timed_calls + excluded.timed_calls,
                                duration_ms = r.duration_ms + excluded.duration_ms
                        ), types_added as (
                            insert into event_type_rollup as r
                            select * from unnest(:type_shard::int[], :type::text[], :type_events::bigint[])
                            on conflict (log_partition, event_type) do update set events = r.events + excluded.events
                        )
                        insert into hour_rollup as r
                        select * from unnest(:hour_shard::int[], :hour::smallint[], :hour_events::bigint[])
                        on conflict (log_partition, hour) do update set events = r.events + excluded.events
                        """).params(columns(changes)).update();
    }

    private static Map<String, Object> columns(RollupChanges changes) {
        Map<String, Object> columns = new HashMap<>();
        key(columns, "status", changes.byStatus());
        bigint(columns, "status_sessions", changes.byStatus(), Sessions::sessions);
        bigint(columns, "status_events", changes.byStatus(), Sessions::events);
        numeric(columns, "status_tokens_in", changes.byStatus(), Sessions::tokensIn);
        numeric(columns, "status_tokens_out", changes.byStatus(), Sessions::tokensOut);
        bigint(columns, "status_ended", changes.byStatus(), Sessions::ended);
        numeric(columns, "status_duration_us", changes.byStatus(), Sessions::durationUs);
        key(columns, "agent", changes.byAgent());
        bigint(columns, "agent_sessions", changes.byAgent(), Count::sessions);
        numeric(columns, "agent_tokens", changes.byAgent(), Count::tokens);
        key(columns, "day", changes.byDay());
        bigint(columns, "day_sessions", changes.byDay(), Count::sessions);
        numeric(columns, "day_tokens", changes.byDay(), Count::tokens);
        key(columns, "model", changes.byModel());
        bigint(columns, "model_calls", changes.byModel(), Calls::calls);
        numeric(columns, "model_tokens_in", changes.byModel(), Calls::tokensIn);
        numeric(columns, "model_tokens_out", changes.byModel(), Calls::tokensOut);
        bigint(columns, "model_timed", changes.byModel(), Calls::timed);
        numeric(columns, "model_duration_ms", changes.byModel(), Calls::durationMs);
        key(columns, "type", changes.byEventType());
        bigint(columns, "type_events", changes.byEventType(), events -> events);
        key(columns, "hour", changes.byHour());
        bigint(columns, "hour_events", changes.byHour(), events -> events);
        return columns;
    }

    private static <K extends Comparable<? super K>, V> void key(
            Map<String, Object> columns, String name, SortedMap<RollupKey<K>, V> rows) {
        columns.put(name + "_shard", SqlArrays.integer(rows.keySet(), RollupKey::partition));
        columns.put(name, SqlArrays.text(rows.keySet(), RollupKey::key));
    }

    private static <K extends Comparable<? super K>, V> void bigint(
            Map<String, Object> columns, String name, SortedMap<RollupKey<K>, V> rows, Function<V, Long> column) {
        columns.put(name, SqlArrays.bigint(rows.values(), column::apply));
    }

    private static <K extends Comparable<? super K>, V> void numeric(
            Map<String, Object> columns, String name, SortedMap<RollupKey<K>, V> rows, Function<V, Object> column) {
        columns.put(name, SqlArrays.text(rows.values(), column::apply));
    }
}
