/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import dev.agentlens.readmodel.fold.RollupChanges;
import dev.agentlens.readmodel.fold.RollupChanges.Calls;
import dev.agentlens.readmodel.fold.RollupChanges.Count;
import dev.agentlens.readmodel.fold.RollupChanges.Sessions;
import dev.agentlens.readmodel.fold.RollupKey;
import java.sql.SQLException;
import java.util.SortedMap;

/** The rollup tables. */
final class RollupTables {

    /** Adds changes, in arrays, to the rows of all rollup tables. */
    static final String ADD = """
            with sessions_added as (
                insert into session_rollup as r
                select (?::int[])[n], (?::text[])[n], (?::bigint[])[n], (?::bigint[])[n],
                       (?::text[])[n]::numeric, (?::text[])[n]::numeric, (?::bigint[])[n],
                       (?::text[])[n]::numeric
                       from (select generate_series(1, ?) as n) as rows
                on conflict (log_partition, status) do update set
                    sessions = r.sessions + excluded.sessions,
                    events = r.events + excluded.events,
                    tokens_in = r.tokens_in + excluded.tokens_in,
                    tokens_out = r.tokens_out + excluded.tokens_out,
                    ended_sessions = r.ended_sessions + excluded.ended_sessions,
                    duration_us = r.duration_us + excluded.duration_us
            ), agents_added as (
                insert into agent_rollup as r
                select (?::int[])[n], (?::text[])[n], (?::bigint[])[n], (?::text[])[n]::numeric
                from (select generate_series(1, ?) as n) as rows
                on conflict (log_partition, agent_name) do update set
                    sessions = r.sessions + excluded.sessions,
                    tokens = r.tokens + excluded.tokens
            ), days_added as (
                insert into day_rollup as r
                select (?::int[])[n], (?::text[])[n]::date, (?::bigint[])[n], (?::text[])[n]::numeric
                from (select generate_series(1, ?) as n) as rows
                on conflict (log_partition, day) do update set
                    sessions = r.sessions + excluded.sessions,
                    tokens = r.tokens + excluded.tokens
            ), models_added as (
                insert into model_rollup as r
                select (?::int[])[n], (?::text[])[n], (?::bigint[])[n], (?::text[])[n]::numeric,
                       (?::text[])[n]::numeric, (?::bigint[])[n], (?::text[])[n]::numeric
                       from (select generate_series(1, ?) as n) as rows
                on conflict (log_partition, model) do update set
                    calls = r.calls + excluded.calls,
                    tokens_in = r.tokens_in + excluded.tokens_in,
                    tokens_out = r.tokens_out + excluded.tokens_out,
                    timed_calls = r.timed_calls + excluded.timed_calls,
                    duration_ms = r.duration_ms + excluded.duration_ms
            ), types_added as (
                insert into event_type_rollup as r
                select (?::int[])[n], (?::text[])[n], (?::bigint[])[n]
                from (select generate_series(1, ?) as n) as rows
                on conflict (log_partition, event_type) do update set events = r.events + excluded.events
            )
            insert into hour_rollup as r
            select (?::int[])[n], (?::int[])[n]::smallint, (?::bigint[])[n]
            from (select generate_series(1, ?) as n) as rows
            on conflict (log_partition, hour) do update set events = r.events + excluded.events
            """;

    private RollupTables() {}

    static void bindAdd(ArrayParameters parameters, RollupChanges changes) throws SQLException {
        shard(parameters, changes.byStatus())
                .text(changes.byStatus().keySet(), RollupKey::key)
                .bigint(changes.byStatus().values(), Sessions::sessions)
                .bigint(changes.byStatus().values(), Sessions::events)
                .text(changes.byStatus().values(), Sessions::tokensIn)
                .text(changes.byStatus().values(), Sessions::tokensOut)
                .bigint(changes.byStatus().values(), Sessions::ended)
                .text(changes.byStatus().values(), Sessions::durationUs)
                .value(changes.byStatus().size());
        shard(parameters, changes.byAgent())
                .text(changes.byAgent().keySet(), RollupKey::key)
                .bigint(changes.byAgent().values(), Count::sessions)
                .text(changes.byAgent().values(), Count::tokens)
                .value(changes.byAgent().size());
        shard(parameters, changes.byDay())
                .text(changes.byDay().keySet(), RollupKey::key)
                .bigint(changes.byDay().values(), Count::sessions)
                .text(changes.byDay().values(), Count::tokens)
                .value(changes.byDay().size());
        shard(parameters, changes.byModel())
                .text(changes.byModel().keySet(), RollupKey::key)
                .bigint(changes.byModel().values(), Calls::calls)
                .text(changes.byModel().values(), Calls::tokensIn)
                .text(changes.byModel().values(), Calls::tokensOut)
                .bigint(changes.byModel().values(), Calls::timed)
                .text(changes.byModel().values(), Calls::durationMs)
                .value(changes.byModel().size());
        shard(parameters, changes.byEventType())
                .text(changes.byEventType().keySet(), RollupKey::key)
                .bigint(changes.byEventType().values(), Long::longValue)
                .value(changes.byEventType().size());
        shard(parameters, changes.byHour())
                .integer(changes.byHour().keySet(), RollupKey::key)
                .bigint(changes.byHour().values(), Long::longValue)
                .value(changes.byHour().size());
    }

    private static <K extends Comparable<? super K>> ArrayParameters shard(
            ArrayParameters parameters, SortedMap<RollupKey<K>, ?> rows) throws SQLException {
        return parameters.integer(rows.keySet(), RollupKey::partition);
    }
}
