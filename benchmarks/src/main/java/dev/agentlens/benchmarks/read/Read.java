/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.read;

import dev.agentlens.benchmarks.report.Target;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A kind of read that is measured.
 *
 * @param paths that requests are drawn from
 * @param sql that fetches the rows of the response; empty where that is measured without a limit
 * @param growth of its time from the small to the great database
 * @param rate requests a second; null for that of the run
 */
record Read(
        String name,
        Function<ReadData, List<String>> paths,
        List<String> sql,
        @Nullable Target target,
        @Nullable Target growth,
        @Nullable Integer rate) {

    private static final int SELDOM = 2;
    private static final String SESSION = """
            select session_id, agent_name, started_at, ended_at, total_tokens_in, total_tokens_out, status, event_count,
                   error_count, metadata
            from sessions
            where session_id = ?
            """;
    private static final String EVENTS = """
            select event_id, session_id, event_type, occurred_at, model, tokens_in, tokens_out, duration_ms,
                   input_data, output_data, tool_call, decision_trace, extra
            from events
            where session_id = ? and event_type not in ('session_start', 'session_end')
            order by occurred_at, log_offset
            """;

    static final List<Read> ALL = List.of(
            new Read(
                    "list page",
                    data -> List.of("/sessions?limit=50"),
                    List.of("select coalesce(sum(sessions), 0) from session_rollup", """
                            select session_id, agent_name, started_at, ended_at, total_tokens_in, total_tokens_out, status,
                                   event_count, error_count, metadata
                            from sessions
                            order by started_at desc, session_id
                            limit 50
                            """),
                    Target.p99(5),
                    Target.ratioAtMost(1.3),
                    null),
            new Read(
                    "detail of 100 events",
                    data -> data.ofEachSession("/sessions/%s"),
                    List.of(SESSION, EVENTS),
                    Target.p99(10),
                    Target.ratioAtMost(1.3),
                    null),
            new Read(
                    "/analytics",
                    data -> List.of("/analytics"),
                    List.of(
                            "select status, sum(sessions), sum(events), sum(tokens_in), sum(tokens_out), sum(ended_sessions),"
                                    + " sum(duration_us) from session_rollup group by status",
                            "select min(started_at), max(started_at), min(duration_us), max(duration_us) from ("
                                    + "(select started_at, null::bigint as duration_us from sessions order by started_at limit 1)"
                                    + " union all (select started_at, null from sessions order by started_at desc limit 1)"
                                    + " union all (select null, coalesce(duration_us, -1) from sessions"
                                    + " where coalesce(duration_us, -1) >= 0 order by 2 limit 1)"
                                    + " union all (select null, coalesce(duration_us, -1) from sessions"
                                    + " where coalesce(duration_us, -1) >= 0 order by 2 desc limit 1))",
                            "select agent_name, sum(sessions), sum(tokens) as tokens from agent_rollup group by agent_name"
                                    + " order by tokens desc limit 10",
                            "select model, sum(calls), sum(tokens_in), sum(tokens_out), sum(timed_calls), sum(duration_ms)"
                                    + " from model_rollup group by model",
                            "select event_type, sum(events) from event_type_rollup group by event_type",
                            "select day, sum(sessions), sum(tokens) from day_rollup group by day order by day desc limit 90",
                            "select hour, sum(events) from hour_rollup group by hour order by hour"),
                    Target.p99(20),
                    Target.ratioAtMost(1.3),
                    null),
            new Read(
                    "explain of 100 events",
                    data -> data.ofEachSession("/sessions/%s/explain"),
                    List.of(SESSION, EVENTS),
                    null,
                    null,
                    null),
            unlimited("list, any one filter", data -> Searches.FILTERED, 20.0),
            unlimited("list, any sort, both ways", data -> Searches.sorted(), 20.0),
            unlimited("list, any sort, 100th page by cursor", data -> Searches.hundredthPages(data.api()), 20.0),
            unlimited("list, two words", data -> Searches.WORDS, 100.0).seldom(),
            unlimited("/analytics, 90 days by day, an agent and a model", data -> Searches.ANALYTICS, 20.0),
            unlimited(
                    "conversation of 1,000 messages",
                    data -> List.of(LongConversation.path(LongConversation.PLAIN)),
                    50.0),
            unlimited(
                            "conversation of 1,000 messages, each call with all before it",
                            data -> List.of(LongConversation.path(LongConversation.REPEATING)),
                            null)
                    .seldom());

    private static Read unlimited(String name, Function<ReadData, List<String>> paths, @Nullable Double p99) {
        Target target = p99 == null ? null : Target.p99(p99);
        return new Read(name, paths, List.of(), target, p99 == null ? null : Target.ratioAtMost(1.5), null);
    }

    /** What takes too much of the machine for the rate of the others: twice a second. */
    private Read seldom() {
        return new Read(name + ", " + SELDOM + " a second", paths, sql, target, growth, SELDOM);
    }
}
