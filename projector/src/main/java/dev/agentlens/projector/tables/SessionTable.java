/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.tables;

import dev.agentlens.common.event.SessionStatus;
import dev.agentlens.projector.fold.SessionState;
import dev.agentlens.projector.fold.SessionState.End;
import dev.agentlens.projector.fold.SessionState.First;
import dev.agentlens.projector.fold.SessionState.Start;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code sessions}: what readers see of a session, and what the fold remembers of it. */
final class SessionTable {

    private static final int COLUMNS = 25;

    private final JdbcTemplate template;
    private final JdbcClient jdbc;

    SessionTable(JdbcTemplate template) {
        this.template = template;
        jdbc = JdbcClient.create(template);
    }

    /** A row as it was read; {@code version} counts its changes. */
    record Stored(SessionState state, long version) {}

    /** Those of the sessions that exist, by id. The metadata stays in the table. */
    Map<String, Stored> find(Collection<String> sessionIds) {
        Map<String, Stored> found = new HashMap<>();
        if (sessionIds.isEmpty()) {
            return found;
        }
        jdbc.sql("""
                        select session_id, version, distinct_events, event_count, error_count, summed_tokens_in, summed_tokens_out,
                               first_at, first_event_id, first_agent_name,
                               start_at, start_event_id, start_agent_name,
                               end_at, end_event_id, end_status, declared_tokens_in, declared_tokens_out
                        from sessions
                        where session_id = any (:session_id::text[])
                        """).param("session_id", SqlArrays.text(sessionIds, id -> id)).query(row -> {
            found.put(row.getString("session_id"), new Stored(state(row), row.getLong("version")));
        });
        return found;
    }

    /**
     * Writes each session as it is now.
     *
     * @throws ConcurrentChangeException if one of them has changed since it was found, or not found
     */
    void save(Collection<SessionState> sessions, Map<String, Stored> found) {
        List<SessionState> known = sessions.stream()
                .filter(session -> found.containsKey(session.sessionId()))
                .toList();
        if (known.size() < sessions.size()) {
            insert(sessions.stream()
                    .filter(session -> !found.containsKey(session.sessionId()))
                    .toList());
        }
        if (!known.isEmpty()) {
            update(known, found);
        }
    }

    private void insert(Collection<SessionState> sessions) {
        CopyRow row = new CopyRow(COLUMNS);
        BinaryCopy.into(template, """
                        copy sessions (session_id, version, agent_name, status, started_at, ended_at,
                                       total_tokens_in, total_tokens_out, distinct_events, event_count, error_count,
                                       metadata, first_at, first_event_id, first_agent_name,
                                       start_at, start_event_id, start_agent_name,
                                       end_at, end_event_id, end_status, declared_tokens_in, declared_tokens_out,
                                       summed_tokens_in, summed_tokens_out)
                        from stdin (format binary)
                        """, "sessions_pkey", sessions.stream().map(session -> row(session, row)));
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

    /** As an insertion that always conflicts, because that looks rows up by their key, however many there are. */
    private void update(Collection<SessionState> sessions, Map<String, Stored> found) {
        int saved = jdbc.sql("""
                        insert into sessions as s (
                            session_id, version, agent_name, status, started_at, ended_at,
                            total_tokens_in, total_tokens_out, distinct_events, event_count, error_count, metadata,
                            first_at, first_event_id, first_agent_name,
                            start_at, start_event_id, start_agent_name,
                            end_at, end_event_id, end_status, declared_tokens_in, declared_tokens_out,
                            summed_tokens_in, summed_tokens_out)
                        select *
                        from unnest(
                            :session_id::text[], :version::bigint[], :agent_name::text[], :status::text[],
                            :started_at::timestamptz[], :ended_at::timestamptz[],
                            :total_tokens_in::numeric[], :total_tokens_out::numeric[],
                            :distinct_events::bigint[], :event_count::bigint[], :error_count::bigint[],
                            :metadata::text[],
                            :first_at::timestamptz[], :first_event_id::text[], :first_agent_name::text[],
                            :start_at::timestamptz[], :start_event_id::text[], :start_agent_name::text[],
                            :end_at::timestamptz[], :end_event_id::text[], :end_status::text[],
                            :declared_tokens_in::bigint[], :declared_tokens_out::bigint[],
                            :summed_tokens_in::numeric[], :summed_tokens_out::numeric[])
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
                        """).params(columns(sessions, found)).update();
        if (saved != sessions.size()) {
            throw new ConcurrentChangeException(
                    (sessions.size() - saved) + " sessions were changed by another projector at the same time");
        }
    }

    private static Map<String, Object> columns(Collection<SessionState> sessions, Map<String, Stored> found) {
        Map<String, Object> columns = new HashMap<>();
        columns.put("session_id", SqlArrays.text(sessions, SessionState::sessionId));
        columns.put(
                "version",
                SqlArrays.bigint(
                        sessions,
                        s -> Objects.requireNonNull(found.get(s.sessionId())).version() + 1));
        columns.put("agent_name", SqlArrays.text(sessions, SessionState::agentName));
        columns.put("status", SqlArrays.text(sessions, s -> s.status().wireName()));
        columns.put("started_at", SqlArrays.text(sessions, SessionState::startedAt));
        columns.put("ended_at", SqlArrays.text(sessions, SessionState::endedAt));
        columns.put("total_tokens_in", SqlArrays.text(sessions, SessionState::totalTokensIn));
        columns.put("total_tokens_out", SqlArrays.text(sessions, SessionState::totalTokensOut));
        columns.put("distinct_events", SqlArrays.bigint(sessions, SessionState::distinctEvents));
        columns.put("event_count", SqlArrays.bigint(sessions, SessionState::events));
        columns.put("error_count", SqlArrays.bigint(sessions, SessionState::errors));
        columns.put("metadata", SqlArrays.text(sessions, s -> newMetadata(s, found.get(s.sessionId()))));
        columns.put("first_at", SqlArrays.text(sessions, s -> s.first().at()));
        columns.put("first_event_id", SqlArrays.text(sessions, s -> s.first().eventId()));
        columns.put("first_agent_name", SqlArrays.text(sessions, s -> s.first().agentName()));
        columns.put(
                "start_at",
                SqlArrays.text(
                        sessions, s -> s.start() == null ? null : s.start().at()));
        columns.put(
                "start_event_id",
                SqlArrays.text(
                        sessions, s -> s.start() == null ? null : s.start().eventId()));
        columns.put(
                "start_agent_name",
                SqlArrays.text(
                        sessions, s -> s.start() == null ? null : s.start().agentName()));
        columns.put("end_at", SqlArrays.text(sessions, SessionState::endedAt));
        columns.put(
                "end_event_id",
                SqlArrays.text(sessions, s -> s.end() == null ? null : s.end().eventId()));
        columns.put(
                "end_status",
                SqlArrays.text(
                        sessions, s -> s.end() == null ? null : s.end().status().wireName()));
        columns.put(
                "declared_tokens_in",
                SqlArrays.bigint(sessions, s -> s.end() == null ? 0 : s.end().tokensIn()));
        columns.put(
                "declared_tokens_out",
                SqlArrays.bigint(sessions, s -> s.end() == null ? 0 : s.end().tokensOut()));
        columns.put("summed_tokens_in", SqlArrays.text(sessions, SessionState::tokensIn));
        columns.put("summed_tokens_out", SqlArrays.text(sessions, SessionState::tokensOut));
        return columns;
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

    private static SessionState state(ResultSet row) throws SQLException {
        return new SessionState(
                row.getString("session_id"),
                new First(
                        Objects.requireNonNull(time(row, "first_at")),
                        row.getString("first_event_id"),
                        row.getString("first_agent_name")),
                start(row),
                end(row),
                row.getLong("distinct_events"),
                row.getLong("event_count"),
                row.getLong("error_count"),
                row.getObject("summed_tokens_in", BigDecimal.class),
                row.getObject("summed_tokens_out", BigDecimal.class));
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

    private static @Nullable Instant time(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
