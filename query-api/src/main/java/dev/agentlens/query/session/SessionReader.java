/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import dev.agentlens.edge.error.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds sessions. Waits for the database: never to be called on an event loop. */
@Component
public class SessionReader {

    /** In one statement, so that both are of one moment. The offset is found in the index {@code events_trace} alone. */
    private static final String SNAPSHOT = "select " + TableRows.SESSION_COLUMNS + """
            , (select coalesce(max(log_offset), -1)
               from events
               where events.session_id = sessions.session_id
                   and event_type not in ('session_start', 'session_end')) as last_offset
            from sessions
            where session_id = :session_id
            """;

    private final JdbcClient jdbc;
    private final SessionRepository sessions;
    private final ShortTraces shortTraces;

    SessionReader(JdbcClient jdbc, SessionRepository sessions, ShortTraces shortTraces) {
        this.jdbc = jdbc;
        this.sessions = sessions;
        this.shortTraces = shortTraces;
    }

    /** The metadata of some sessions. May be long, so it is read when it is written. */
    public List<SessionMetadata> metadata(List<Session> some) {
        return sessions.findBySessionIdIn(some.stream().map(Session::sessionId).toList());
    }

    /** JSON as it was sent. May be long, so it is read when it is written. */
    public String metadata(SessionSnapshot snapshot) {
        return snapshot.metadata() != null
                ? snapshot.metadata()
                : sessions.findBySessionIdIn(List.of(snapshot.sessionId())).stream()
                        .map(SessionMetadata::metadata)
                        .findFirst()
                        .orElse("{}");
    }

    /**
     * A session with its trace, if that is short.
     *
     * @throws ApiException 404 if no event names the session
     */
    public SessionSnapshot requireWithTrace(String sessionId) {
        return shortTraces
                .find(sessionId)
                .flatMap(found -> orRow(found, sessionId))
                .orElseThrow(SessionReader::notFound);
    }

    /**
     * Sessions, in order, with those parts of their traces that figures are made of, if these are short: of the JSON, the
     * tool calls. Empty where no event names the session.
     */
    public List<Optional<SessionSnapshot>> findWithFigures(List<String> sessionIds) {
        return orRows(shortTraces.findFigures(sessionIds), sessionIds);
    }

    /** Sessions, in order, with their traces, if these are short. Empty where no event names the session. */
    public List<Optional<SessionSnapshot>> findWithTraces(List<String> sessionIds) {
        return orRows(shortTraces.find(sessionIds), sessionIds);
    }

    private List<Optional<SessionSnapshot>> orRows(List<Optional<ShortTraces.Found>> found, List<String> sessionIds) {
        List<Optional<SessionSnapshot>> snapshots = new ArrayList<>();
        for (int i = 0; i < sessionIds.size(); i++) {
            String id = sessionIds.get(i);
            snapshots.add(found.get(i).flatMap(each -> orRow(each, id)));
        }
        return snapshots;
    }

    /**
     * A session whose trace is still to be read.
     *
     * @throws ApiException 404 if no event names the session
     */
    public SessionSnapshot require(String sessionId) {
        return snapshot(sessionId).orElseThrow(SessionReader::notFound);
    }

    private Optional<SessionSnapshot> snapshot(String sessionId) {
        return jdbc.sql(SNAPSHOT)
                .param("session_id", sessionId)
                .query((row, number) ->
                        new SessionSnapshot(TableRows.session(row, 1), row.getLong(2 + TableRows.SESSION_COLUMN_COUNT)))
                .optional();
    }

    private Optional<SessionSnapshot> orRow(ShortTraces.Found found, String sessionId) {
        return found.snapshot() != null ? Optional.of(found.snapshot()) : snapshot(sessionId);
    }

    private static ApiException notFound() {
        return ApiException.notFound("Session not found");
    }
}
