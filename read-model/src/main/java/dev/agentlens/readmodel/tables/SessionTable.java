/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.SessionStatus;
import dev.agentlens.readmodel.fold.SessionOutline;
import dev.agentlens.readmodel.fold.SessionOutline.Text;
import dev.agentlens.readmodel.fold.SessionState;
import dev.agentlens.readmodel.fold.SessionState.End;
import dev.agentlens.readmodel.fold.SessionState.First;
import dev.agentlens.readmodel.fold.SessionState.Start;
import dev.agentlens.readmodel.fold.Totals;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The table {@code sessions}: what readers see of a session, and the fold's state of it. */
final class SessionTable {

    /** The most rows of one statement: a text of an array is found by passing those before it. */
    static final int MAX_ROWS = 200;

    private static final int COLUMNS = 39;

    /**
     * What the tables know of the sessions of an array: the index of each, from 1, whether it was erased, and the fold's
     * memory; the metadata stays in the table. The driver sends a statement together with those before it only if its rows
     * have a known maximum length, therefore the casts: {@link AgentEvent} has no id or name of more than 256 characters.
     */
    // The limit keeps PostgreSQL to the index, whatever it believes the table's size to be.
    static final String FIND = """
            select sought.n,
                   exists (select from erased_sessions as e where e.session_id = sought.session_id) as erased,
                   s.version, s.distinct_events, s.event_count, s.error_count,
                   s.summed_tokens_in::numeric(1000), s.summed_tokens_out::numeric(1000),
                   s.cache_read_tokens::numeric(1000), s.cache_write_tokens::numeric(1000),
                   s.reasoning_tokens::numeric(1000), s.priced_usd::numeric(1000, 20), s.unpriced_tokens::numeric(1000),
                   s.first_at, s.first_event_id::varchar(1000), s.first_agent_name::varchar(1000),
                   s.start_at, s.start_event_id::varchar(1000), s.start_agent_name::varchar(1000),
                   s.end_at, s.end_event_id::varchar(1000), s.end_status::varchar(1000),
                   s.declared_tokens_in, s.declared_tokens_out,
                   s.conversation_at, s.conversation_event_id::varchar(1000), s.conversation_id::varchar(1000),
                   s.title_at, s.title_event_id::varchar(1000), s.title::varchar(1000),
                   s.failures::varchar(5000),
                   array_to_string(s.models, E'\\x1f')::varchar(10000) as models,
                   array_to_string(s.tools, E'\\x1f')::varchar(10000) as tools
            from unnest(?::text[]) with ordinality as sought (session_id, n)
            left join lateral (
                select *
                from sessions
                where sessions.session_id = sought.session_id
                limit 1
            ) as s on true
            """;

    /**
     * Writes sessions, in arrays, as they are now. The update count is the number of sessions that have not changed
     * since they were read: of a new one the version is 1, which no row has before it. As an insertion, because that
     * looks rows up by their key, however many there are.
     */
    static final String SAVE = """
            insert into sessions as s (
                session_id, version, agent_name, status, started_at, ended_at,
                total_tokens_in, total_tokens_out, distinct_events, event_count, error_count, metadata,
                first_at, first_event_id, first_agent_name,
                start_at, start_event_id, start_agent_name,
                end_at, end_event_id, end_status, declared_tokens_in, declared_tokens_out,
                summed_tokens_in, summed_tokens_out, cache_read_tokens, cache_write_tokens, reasoning_tokens,
                conversation_at, conversation_event_id, conversation_id, title_at, title_event_id, title,
                failures, models, tools, priced_usd, unpriced_tokens)
            select (?::text[])[n], (?::bigint[])[n], (?::text[])[n], (?::text[])[n],
                   (?::text[])[n]::timestamptz, (?::text[])[n]::timestamptz,
                   (?::text[])[n]::numeric, (?::text[])[n]::numeric,
                   (?::bigint[])[n], (?::bigint[])[n], (?::bigint[])[n], (?::text[])[n],
                   (?::text[])[n]::timestamptz, (?::text[])[n], (?::text[])[n],
                   (?::text[])[n]::timestamptz, (?::text[])[n], (?::text[])[n],
                   (?::text[])[n]::timestamptz, (?::text[])[n], (?::text[])[n], (?::bigint[])[n], (?::bigint[])[n],
                   (?::text[])[n]::numeric, (?::text[])[n]::numeric, (?::text[])[n]::numeric,
                   (?::text[])[n]::numeric, (?::text[])[n]::numeric,
                   (?::text[])[n]::timestamptz, (?::text[])[n], (?::text[])[n],
                   (?::text[])[n]::timestamptz, (?::text[])[n], (?::text[])[n],
                   (?::text[])[n], string_to_array((?::text[])[n], E'\\x1f'),
                   string_to_array((?::text[])[n], E'\\x1f'), (?::text[])[n]::numeric, (?::text[])[n]::numeric
            from (select generate_series(1, ?) as n) as rows
            on conflict (session_id) do update set
                version = excluded.version,
                agent_name = excluded.agent_name,
                status = excluded.status,
                started_at = excluded.started_at,
                ended_at = excluded.ended_at,
                total_tokens_in = excluded.total_tokens_in,
                total_tokens_out = excluded.total_tokens_out,
                distinct_events = excluded.distinct_events,
                event_count = excluded.event_count,
                error_count = excluded.error_count,
                metadata = coalesce(excluded.metadata, s.metadata),
                first_at = excluded.first_at,
                first_event_id = excluded.first_event_id,
                first_agent_name = excluded.first_agent_name,
                start_at = excluded.start_at,
                start_event_id = excluded.start_event_id,
                start_agent_name = excluded.start_agent_name,
                end_at = excluded.end_at,
                end_event_id = excluded.end_event_id,
                end_status = excluded.end_status,
                declared_tokens_in = excluded.declared_tokens_in,
                declared_tokens_out = excluded.declared_tokens_out,
                summed_tokens_in = excluded.summed_tokens_in,
                summed_tokens_out = excluded.summed_tokens_out,
                cache_read_tokens = excluded.cache_read_tokens,
                cache_write_tokens = excluded.cache_write_tokens,
                reasoning_tokens = excluded.reasoning_tokens,
                conversation_at = excluded.conversation_at,
                conversation_event_id = excluded.conversation_event_id,
                conversation_id = excluded.conversation_id,
                title_at = excluded.title_at,
                title_event_id = excluded.title_event_id,
                title = excluded.title,
                failures = excluded.failures,
                models = excluded.models,
                tools = excluded.tools,
                priced_usd = excluded.priced_usd,
                unpriced_tokens = excluded.unpriced_tokens
            where s.version = excluded.version - 1
            """;

    private static final String COPY = """
            copy sessions (session_id, version, agent_name, status, started_at, ended_at,
                           total_tokens_in, total_tokens_out, distinct_events, event_count, error_count,
                           metadata, first_at, first_event_id, first_agent_name,
                           start_at, start_event_id, start_agent_name,
                           end_at, end_event_id, end_status, declared_tokens_in, declared_tokens_out,
                           summed_tokens_in, summed_tokens_out, cache_read_tokens, cache_write_tokens,
                           reasoning_tokens, conversation_at, conversation_event_id, conversation_id,
                           title_at, title_event_id, title, failures, models, tools, priced_usd,
                           unpriced_tokens)
            from stdin (format binary)
            """;

    private SessionTable() {}

    /** A row as it was read; {@code version} counts its changes. */
    record Stored(SessionState state, long version) {}

    static void bindFind(ArrayParameters parameters, Collection<String> sessionIds) throws SQLException {
        parameters.text(sessionIds, id -> id);
    }

    /**
     * Puts those that exist into {@code found}, and those that were erased into {@code erased}.
     *
     * @param sessionIds as they were bound
     */
    static void find(ResultSet rows, List<String> sessionIds, Map<String, Stored> found, Set<String> erased)
            throws SQLException {
        while (rows.next()) {
            String sessionId = sessionIds.get(rows.getInt(1) - 1);
            if (rows.getBoolean("erased")) {
                erased.add(sessionId);
            }
            long version = rows.getLong("version");
            if (!rows.wasNull()) {
                found.put(sessionId, new Stored(state(sessionId, rows), version));
            }
        }
    }

    /** @param found those of the sessions that exist, as they were read */
    static void bindSave(ArrayParameters parameters, Collection<SessionState> sessions, Map<String, Stored> found)
            throws SQLException {
        parameters
                .text(sessions, SessionState::sessionId)
                .bigint(sessions, s -> version(found.get(s.sessionId())) + 1)
                .text(sessions, SessionState::agentName)
                .text(sessions, s -> s.status().wireName())
                .text(sessions, SessionState::startedAt)
                .text(sessions, SessionState::endedAt)
                .text(sessions, SessionState::totalTokensIn)
                .text(sessions, SessionState::totalTokensOut)
                .bigint(sessions, s -> s.totals().distinctEvents())
                .bigint(sessions, s -> s.totals().events())
                .bigint(sessions, s -> s.totals().errors())
                .text(sessions, s -> newMetadata(s, found.get(s.sessionId())))
                .text(sessions, s -> s.first().at())
                .text(sessions, s -> s.first().eventId())
                .text(sessions, s -> s.first().agentName())
                .text(sessions, s -> s.start() == null ? null : s.start().at())
                .text(sessions, s -> s.start() == null ? null : s.start().eventId())
                .text(sessions, s -> s.start() == null ? null : s.start().agentName())
                .text(sessions, SessionState::endedAt)
                .text(sessions, s -> s.end() == null ? null : s.end().eventId())
                .text(sessions, s -> s.end() == null ? null : s.end().status().wireName())
                .bigint(sessions, s -> s.end() == null ? 0 : s.end().tokensIn())
                .bigint(sessions, s -> s.end() == null ? 0 : s.end().tokensOut())
                .text(sessions, s -> s.totals().tokensIn())
                .text(sessions, s -> s.totals().tokensOut())
                .text(sessions, s -> s.totals().cacheReadTokens())
                .text(sessions, s -> s.totals().cacheWriteTokens())
                .text(sessions, s -> s.totals().reasoningTokens())
                .text(sessions, s -> at(s.story().conversation()))
                .text(sessions, s -> eventId(s.story().conversation()))
                .text(sessions, s -> SessionOutline.text(s.story().conversation()))
                .text(sessions, s -> at(s.story().title()))
                .text(sessions, s -> eventId(s.story().title()))
                .text(sessions, s -> SessionOutline.text(s.story().title()))
                .text(sessions, s -> FailureText.write(s.story().failures()))
                .text(sessions, s -> SqlArrays.joined(s.story().models()))
                .text(sessions, s -> SqlArrays.joined(s.story().tools()))
                .text(sessions, s -> s.totals().pricedUsd().toPlainString())
                .text(sessions, s -> s.totals().unpricedTokens())
                .value(sessions.size());
    }

    private static long version(@Nullable Stored stored) {
        return stored == null ? 0 : stored.version();
    }

    /**
     * {@link #SAVE} for more sessions than it takes.
     *
     * @throws ConcurrentChangeException if one of them has changed since it was found, or not found
     */
    static void saveMany(Connection connection, Collection<SessionState> sessions, Map<String, Stored> found)
            throws SQLException {
        List<SessionState> known = new ArrayList<>();
        List<SessionState> unknown = new ArrayList<>();
        sessions.forEach(s -> (found.containsKey(s.sessionId()) ? known : unknown).add(s));
        if (!unknown.isEmpty()) {
            CopyRow row = new CopyRow(COLUMNS);
            BinaryCopy.into(
                    connection,
                    COPY,
                    () -> unknown.stream().map(session -> row(session, row)).iterator());
        }
        try (PreparedStatement statement = connection.prepareStatement(SAVE)) {
            for (int from = 0; from < known.size(); from += MAX_ROWS) {
                bindSave(
                        new ArrayParameters(statement),
                        known.subList(from, Math.min(known.size(), from + MAX_ROWS)),
                        found);
                statement.addBatch();
            }
            requireSaved(IntStream.of(statement.executeBatch()).sum(), known.size());
        }
    }

    static void requireSaved(int saved, int sessions) {
        if (saved != sessions) {
            throw new ConcurrentChangeException(
                    (sessions - saved) + " sessions were changed by another projector at the same time");
        }
    }

    private static byte[] row(SessionState session, CopyRow row) {
        Start start = session.start();
        End end = session.end();
        SessionOutline story = session.story();
        Totals totals = session.totals();
        return row.begin()
                .text(session.sessionId())
                .bigint(1)
                .text(session.agentName())
                .text(session.status().wireName())
                .timestamptz(session.startedAt())
                .timestamptz(session.endedAt())
                .numeric(session.totalTokensIn())
                .numeric(session.totalTokensOut())
                .bigint(session.totals().distinctEvents())
                .bigint(session.totals().events())
                .bigint(session.totals().errors())
                .text(newMetadata(session, null))
                .timestamptz(session.first().at())
                .text(session.first().eventId())
                .text(session.first().agentName())
                .timestamptz(start == null ? null : start.at())
                .text(start == null ? null : start.eventId())
                .text(start == null ? null : start.agentName())
                .timestamptz(end == null ? null : end.at())
                .text(end == null ? null : end.eventId())
                .text(end == null ? null : end.status().wireName())
                .bigint(end == null ? 0 : end.tokensIn())
                .bigint(end == null ? 0 : end.tokensOut())
                .numeric(totals.tokensIn())
                .numeric(totals.tokensOut())
                .numeric(totals.cacheReadTokens())
                .numeric(totals.cacheWriteTokens())
                .numeric(totals.reasoningTokens())
                .timestamptz(at(story.conversation()))
                .text(eventId(story.conversation()))
                .text(SessionOutline.text(story.conversation()))
                .timestamptz(at(story.title()))
                .text(eventId(story.title()))
                .text(SessionOutline.text(story.title()))
                .text(FailureText.write(story.failures()))
                .textArray(story.models(), false)
                .textArray(story.tools(), false)
                .numeric(totals.pricedUsd())
                .numeric(totals.unpricedTokens())
                .bytes();
    }

    /** Null if the row keeps its value: the deciding start is already stored. */
    static @Nullable String newMetadata(SessionState now, @Nullable Stored stored) {
        Start start = now.start();
        Start storedStart = stored == null ? null : stored.state().start();
        if (stored != null
                && (start == null
                        || (storedStart != null && storedStart.eventId().equals(start.eventId())))) {
            return null;
        }
        return start == null || start.metadata() == null ? "{}" : start.metadata();
    }

    private static @Nullable Instant at(@Nullable Text text) {
        return text == null ? null : text.at();
    }

    private static @Nullable String eventId(@Nullable Text text) {
        return text == null ? null : text.eventId();
    }

    private static SessionState state(String sessionId, ResultSet row) throws SQLException {
        First first = new First(
                Objects.requireNonNull(time(row, "first_at")),
                row.getString("first_event_id"),
                row.getString("first_agent_name"));
        SessionOutline story = new SessionOutline(
                text(row, "conversation_at", "conversation_event_id", "conversation_id"),
                text(row, "title_at", "title_event_id", "title"),
                FailureText.read(row.getString("failures")),
                SqlArrays.split(row.getString("models")),
                SqlArrays.split(row.getString("tools")));
        Totals totals = new Totals(
                row.getLong("distinct_events"),
                row.getLong("event_count"),
                row.getLong("error_count"),
                row.getBigDecimal("summed_tokens_in"),
                row.getBigDecimal("summed_tokens_out"),
                row.getBigDecimal("cache_read_tokens"),
                row.getBigDecimal("cache_write_tokens"),
                row.getBigDecimal("reasoning_tokens"),
                row.getBigDecimal("priced_usd").stripTrailingZeros(),
                row.getBigDecimal("unpriced_tokens"));
        return new SessionState(sessionId, first, start(row), end(row), story, totals);
    }

    private static @Nullable Start start(ResultSet row) throws SQLException {
        Instant at = time(row, "start_at");
        return at == null
                ? null
                : new Start(at, row.getString("start_event_id"), row.getString("start_agent_name"), null);
    }

    private static @Nullable End end(ResultSet row) throws SQLException {
        Instant at = time(row, "end_at");
        return at == null
                ? null
                : new End(
                        at,
                        row.getString("end_event_id"),
                        SessionStatus.valueOf(row.getString("end_status").toUpperCase(Locale.ROOT)),
                        row.getLong("declared_tokens_in"),
                        row.getLong("declared_tokens_out"));
    }

    private static @Nullable Text text(ResultSet row, String at, String eventId, String text) throws SQLException {
        Instant time = time(row, at);
        return time == null ? null : new Text(time, row.getString(eventId), row.getString(text));
    }

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
