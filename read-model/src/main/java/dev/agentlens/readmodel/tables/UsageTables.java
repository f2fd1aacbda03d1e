/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import dev.agentlens.readmodel.fold.RollupChanges;
import dev.agentlens.readmodel.fold.RollupChanges.Sessions;
import dev.agentlens.readmodel.fold.Usage;
import dev.agentlens.readmodel.fold.UsageKey;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The tables {@code event_usage} and {@code session_usage}, with a partition for each grain: appended to here, summed by
 * {@link UsageCompaction}.
 */
final class UsageTables {

    /** Appends rows, in arrays. */
    static final String ADD = """
            insert into event_usage_new (grain, kind, at, agent_name, name, model, events, errors, tokens_in, uncached_tokens, tokens_out,
                                     cache_read_tokens, cache_write_tokens, reasoning_tokens, timed_events,
                                     duration_ms, buckets, bucket_events)
            select 'new', (?::text[])[n], (?::text[])[n]::timestamptz, (?::text[])[n], (?::text[])[n], (?::text[])[n],
                   (?::bigint[])[n], (?::bigint[])[n], (?::text[])[n]::numeric, (?::text[])[n]::numeric,
                   (?::text[])[n]::numeric, (?::text[])[n]::numeric, (?::text[])[n]::numeric,
                   (?::text[])[n]::numeric, (?::bigint[])[n],
                   (?::text[])[n]::numeric, (?::text[])[n]::int[], (?::text[])[n]::bigint[]
            from (select generate_series(1, ?) as n) as rows;
            insert into session_usage_new (grain, at, agent_name, status, model, sessions, events, tokens_in, tokens_out,
                                       ended, duration_us)
            select 'new', (?::text[])[n]::timestamptz, (?::text[])[n], (?::text[])[n], (?::text[])[n],
                   (?::bigint[])[n], (?::bigint[])[n], (?::text[])[n]::numeric, (?::text[])[n]::numeric,
                   (?::bigint[])[n], (?::text[])[n]::numeric
            from (select generate_series(1, ?) as n) as rows
            """;

    private record EventRow(String kind, UsageKey key, Usage usage) {}

    private record SessionRow(UsageKey key, Sessions sessions) {}

    private UsageTables() {}

    static void bindAdd(ArrayParameters parameters, RollupChanges changes) throws SQLException {
        List<EventRow> events = new ArrayList<>();
        addRows("event", changes.eventUsage(), events);
        addRows("tool", changes.toolUsage(), events);
        parameters
                .text(events, EventRow::kind)
                .text(events, row -> row.key().hour())
                .text(events, row -> row.key().agentName())
                .text(events, row -> row.key().name())
                .text(events, row -> row.key().model())
                .bigint(events, row -> row.usage().events())
                .bigint(events, row -> row.usage().errors())
                .text(events, row -> row.usage().tokensIn())
                .text(events, row -> row.usage().uncachedTokens())
                .text(events, row -> row.usage().tokensOut())
                .text(events, row -> row.usage().cacheReadTokens())
                .text(events, row -> row.usage().cacheWriteTokens())
                .text(events, row -> row.usage().reasoningTokens())
                .bigint(events, row -> row.usage().timedEvents())
                .text(events, row -> row.usage().durationMs())
                .text(events, row -> array(row.usage().latency().keySet(), Object::toString))
                .text(events, row -> array(row.usage().latency().values(), Object::toString))
                .value(events.size());
        List<SessionRow> sessions = changes.sessionUsage().entrySet().stream()
                .map(entry -> new SessionRow(entry.getKey(), entry.getValue()))
                .filter(row -> !isZero(row.sessions()))
                .toList();
        parameters
                .text(sessions, row -> row.key().hour())
                .text(sessions, row -> row.key().agentName())
                .text(sessions, row -> row.key().name())
                .text(sessions, row -> row.key().model())
                .bigint(sessions, row -> row.sessions().sessions())
                .bigint(sessions, row -> row.sessions().events())
                .text(sessions, row -> row.sessions().tokensIn())
                .text(sessions, row -> row.sessions().tokensOut())
                .bigint(sessions, row -> row.sessions().ended())
                .text(sessions, row -> row.sessions().durationUs())
                .value(sessions.size());
    }

    private static void addRows(String kind, SortedMap<UsageKey, Usage> usage, List<EventRow> rows) {
        usage.forEach((key, value) -> rows.add(new EventRow(kind, key, value)));
    }

    /** A session with no change in any counted value. */
    private static boolean isZero(Sessions sessions) {
        return sessions.sessions() == 0
                && sessions.events() == 0
                && sessions.ended() == 0
                && sessions.tokensIn().signum() == 0
                && sessions.tokensOut().signum() == 0
                && sessions.durationUs().signum() == 0;
    }

    private static <T> String array(Collection<T> elements, Function<T, String> text) {
        return elements.stream().map(text).collect(Collectors.joining(",", "{", "}"));
    }
}
