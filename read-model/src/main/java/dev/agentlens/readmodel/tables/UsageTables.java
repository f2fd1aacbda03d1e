/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import dev.agentlens.readmodel.fold.RollupChanges;
import dev.agentlens.readmodel.fold.RollupChanges.Sessions;
import dev.agentlens.readmodel.fold.Usage;
import dev.agentlens.readmodel.fold.UsageKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The tables {@code event_usage} and {@code session_usage}, with a partition for each grain: appended to here, summed by
 * {@link UsageCompaction}.
 */
final class UsageTables {

    /** The most rows of one table that {@link #ADD} appends: a text of an array is found by passing those before it. */
    private static final int MAX_ROWS = 50;

    private static final int EVENT_COLUMNS = 18;
    private static final int SESSION_COLUMNS = 11;

    private static final String COPY_EVENTS = """
            copy event_usage_new (grain, kind, at, agent_name, name, model, events, errors, tokens_in, uncached_tokens,
                                  tokens_out, cache_read_tokens, cache_write_tokens, reasoning_tokens, timed_events,
                                  duration_ms, buckets, bucket_events)
            from stdin (format binary)
            """;

    private static final String COPY_SESSIONS = """
            copy session_usage_new (grain, at, agent_name, status, model, sessions, events, tokens_in, tokens_out, ended,
                                    duration_us)
            from stdin (format binary)
            """;

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

    /** What is appended to the two tables. */
    record Rows(List<EventRow> events, List<SessionRow> sessions) {

        static Rows of(RollupChanges changes) {
            List<EventRow> events = new ArrayList<>();
            changes.eventUsage().forEach((key, usage) -> events.add(new EventRow("event", key, usage)));
            changes.toolUsage().forEach((key, usage) -> events.add(new EventRow("tool", key, usage)));
            List<SessionRow> sessions = changes.sessionUsage().entrySet().stream()
                    .map(entry -> new SessionRow(entry.getKey(), entry.getValue()))
                    .filter(row -> !isZero(row.sessions()))
                    .toList();
            return new Rows(events, sessions);
        }
    }

    /** Appends what is too much for {@link #ADD}. @return the rest */
    static Rows copyMany(Connection connection, Rows rows) throws SQLException {
        List<EventRow> events = rows.events();
        if (events.size() > MAX_ROWS) {
            CopyRow copy = new CopyRow(EVENT_COLUMNS);
            BinaryCopy.into(
                    connection,
                    COPY_EVENTS,
                    () -> rows.events().stream().map(row -> row(row, copy)).iterator());
            events = List.of();
        }
        List<SessionRow> sessions = rows.sessions();
        if (sessions.size() > MAX_ROWS) {
            CopyRow copy = new CopyRow(SESSION_COLUMNS);
            BinaryCopy.into(
                    connection,
                    COPY_SESSIONS,
                    () -> rows.sessions().stream().map(row -> row(row, copy)).iterator());
            sessions = List.of();
        }
        return new Rows(events, sessions);
    }

    private static byte[] row(EventRow row, CopyRow copy) {
        UsageKey key = row.key();
        Usage usage = row.usage();
        return copy.begin()
                .text("new")
                .text(row.kind())
                .timestamptz(key.hour())
                .text(key.agentName())
                .text(key.name())
                .text(key.model())
                .bigint(usage.events())
                .bigint(usage.errors())
                .numeric(usage.tokensIn())
                .numeric(usage.uncachedTokens())
                .numeric(usage.tokensOut())
                .numeric(usage.cacheReadTokens())
                .numeric(usage.cacheWriteTokens())
                .numeric(usage.reasoningTokens())
                .bigint(usage.timedEvents())
                .numeric(usage.durationMs())
                .integerArray(usage.latency().keySet())
                .bigintArray(usage.latency().values())
                .bytes();
    }

    private static byte[] row(SessionRow row, CopyRow copy) {
        UsageKey key = row.key();
        Sessions sessions = row.sessions();
        return copy.begin()
                .text("new")
                .timestamptz(key.hour())
                .text(key.agentName())
                .text(key.name())
                .text(key.model())
                .bigint(sessions.sessions())
                .bigint(sessions.events())
                .numeric(sessions.tokensIn())
                .numeric(sessions.tokensOut())
                .bigint(sessions.ended())
                .numeric(sessions.durationUs())
                .bytes();
    }

    static void bindAdd(ArrayParameters parameters, Rows rows) throws SQLException {
        List<EventRow> events = rows.events();
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
        List<SessionRow> sessions = rows.sessions();
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
