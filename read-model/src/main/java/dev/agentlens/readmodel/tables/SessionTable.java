/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.SessionStatus;
import dev.agentlens.readmodel.fold.SessionState;
import dev.agentlens.readmodel.fold.SessionState.End;
import dev.agentlens.readmodel.fold.SessionState.First;
import dev.agentlens.readmodel.fold.SessionState.Start;
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

/** The table {@code sessions}: what readers see of a session, and what the fold remembers of it. */
final class SessionTable {

    /** The most rows of one statement: a text of an array is found by passing those before it. */
    static final int MAX_ROWS = 200;

    private static final int COLUMNS = 25;

    /**
     * What the tables know of the sessions of an array: the index of each, from 1, whether it was erased, and the fold's
     * memory; the metadata stays in the table. The driver sends a statement together with those before it only if its rows
     * have a known maximum length, therefore the casts: {@link AgentEvent} has no id or name of more than 256 characters.
     */
    // The limit keeps PostgreSQL to the index, whatever it believes the table's size to be.
    static final String FIND = """
            select sought.n,
                   exists (select from erased_sessions as e where e.session_id = sought.session_id),
                   s.version, s.distinct_events, s.event_count, s.error_count,
                   s.summed_tokens_in::numeric(1000), s.summed_tokens_out::numeric(1000),
                   s.first_at, s.first_event_id::varchar(1000), s.first_agent_name::varchar(1000),
                   s.start_at, s.start_event_id::varchar(1000), s.start_agent_name::varchar(1000),
                   s.end_at, s.end_event_id::varchar(1000), s.end_status::varchar(1000),
                   s.declared_tokens_in, s.declared_tokens_out
            from unnest(?::text[]) with ordinality as sought (session_id, n)
            left join lateral (
                select *
                from sessions
                where sessions.session_id = sought.session_id
                limit 1
            ) as s on true
            """;

    /**
     * Writes sessions, in arrays, as they are now. The update count tells how many were as they were found, or not found:
     * of a new one the version is 1, which no row has before it. As an insertion, because that looks rows up by their key,
     * however many there are.
     */
    static final String SAVE = """
            insert into sessions as s (
                session_id, version, agent_name, status, started_at, ended_at,
                total_tokens_in, total_tokens_out, distinct_events, event_count, error_count, metadata,
                first_at, first_event_id, first_agent_name,
                start_at, start_event_id, start_agent_name,
                end_at, end_event_id, end_status, declared_tokens_in, declared_tokens_out,
                summed_tokens_in, summed_tokens_out)
            select (?::text[])[n], (?::bigint[])[n], (?::text[])[n], (?::text[])[n],
                   (?::text[])[n]::timestamptz, (?::text[])[n]::timestamptz,
                   (?::text[])[n]::numeric, (?::text[])[n]::numeric,
                   (?::bigint[])[n], (?::bigint[])[n], (?::bigint[])[n], (?::text[])[n],
                   (?::text[])[n]::timestamptz, (?::text[])[n], (?::text[])[n],
                   (?::text[])[n]::timestamptz, (?::text[])[n], (?::text[])[n],
                   (?::text[])[n]::timestamptz, (?::text[])[n], (?::text[])[n], (?::bigint[])[n], (?::bigint[])[n],
                   (?::text[])[n]::numeric, (?::text[])[n]::numeric
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
                summed_tokens_out = excluded.summed_tokens_out
            where s.version = excluded.version - 1
            """;

    private static final String COPY = """
            copy sessions (session_id, version, agent_name, status, started_at, ended_at,
                           total_tokens_in, total_tokens_out, distinct_events, event_count, error_count,
                           metadata, first_at, first_event_id, first_agent_name,
                           start_at, start_event_id, start_agent_name,
                           end_at, end_event_id, end_status, declared_tokens_in, declared_tokens_out,
                           summed_tokens_in, summed_tokens_out)
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
            if (rows.getBoolean(2)) {
                erased.add(sessionId);
            }
            long version = rows.getLong(3);
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
                .bigint(sessions, SessionState::distinctEvents)
                .bigint(sessions, SessionState::events)
                .bigint(sessions, SessionState::errors)
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
                .text(sessions, SessionState::tokensIn)
                .text(sessions, SessionState::tokensOut)
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
        return row.begin()
                .text(session.sessionId())
                .bigint(1)
                .text(session.agentName())
                .text(session.status().wireName())
                .timestamptz(session.startedAt())
                .timestamptz(session.endedAt())
                .numeric(session.totalTokensIn())
                .numeric(session.totalTokensOut())
                .bigint(session.distinctEvents())
                .bigint(session.events())
                .bigint(session.errors())
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
                .numeric(session.tokensIn())
                .numeric(session.tokensOut())
                .bytes();
    }

    /** Null where the row keeps what it has: the deciding start is the one already stored. */
    private static @Nullable String newMetadata(SessionState now, @Nullable Stored stored) {
        Start start = now.start();
        Start storedStart = stored == null ? null : stored.state().start();
        if (stored != null
                && (start == null
                        || (storedStart != null && storedStart.eventId().equals(start.eventId())))) {
            return null;
        }
        return start == null || start.metadata() == null ? "{}" : start.metadata();
    }

    private static SessionState state(String sessionId, ResultSet row) throws SQLException {
        return new SessionState(
                sessionId,
                new First(Objects.requireNonNull(time(row, 9)), row.getString(10), row.getString(11)),
                start(row),
                end(row),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getBigDecimal(7),
                row.getBigDecimal(8));
    }

    private static @Nullable Start start(ResultSet row) throws SQLException {
        Instant at = time(row, 12);
        return at == null ? null : new Start(at, row.getString(13), row.getString(14), null);
    }

    private static @Nullable End end(ResultSet row) throws SQLException {
        Instant at = time(row, 15);
        return at == null
                ? null
                : new End(
                        at,
                        row.getString(16),
                        SessionStatus.valueOf(row.getString(17).toUpperCase(Locale.ROOT)),
                        row.getLong(18),
                        row.getLong(19));
    }

    private static @Nullable Instant time(ResultSet row, int column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
