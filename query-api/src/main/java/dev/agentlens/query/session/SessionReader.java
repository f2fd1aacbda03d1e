/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import dev.agentlens.edge.error.ApiException;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Finds sessions. Waits for the database: never to be called on an event loop. */
@Component
public class SessionReader {

    private final SessionRepository sessions;
    private final ShortTraces shortTraces;

    SessionReader(SessionRepository sessions, ShortTraces shortTraces) {
        this.sessions = sessions;
        this.shortTraces = shortTraces;
    }

    List<SessionMetadata> metadata(List<Session> some) {
        return sessions.metadata(some.stream().map(Session::sessionId).toList());
    }

    /** JSON as it was sent. May be long, so it is read when it is written. */
    public String metadata(SessionSnapshot snapshot) {
        return snapshot.metadata() != null
                ? snapshot.metadata()
                : sessions.metadata(List.of(snapshot.sessionId())).stream()
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
     * Two sessions, in order, with those parts of their traces that figures are made of, if these are short: of the JSON,
     * the tool calls. Empty where no event names the session.
     */
    public List<Optional<SessionSnapshot>> findWithFigures(String one, String other) {
        List<Optional<ShortTraces.Found>> both = shortTraces.findFigures(one, other);
        return List.of(
                both.get(0).flatMap(found -> orRow(found, one)), both.get(1).flatMap(found -> orRow(found, other)));
    }

    /**
     * A session whose trace is still to be read.
     *
     * @throws ApiException 404 if no event names the session
     */
    public SessionSnapshot require(String sessionId) {
        return sessions.snapshot(sessionId).orElseThrow(SessionReader::notFound);
    }

    private Optional<SessionSnapshot> orRow(ShortTraces.Found found, String sessionId) {
        return found.snapshot() != null ? Optional.of(found.snapshot()) : sessions.snapshot(sessionId);
    }

    private static ApiException notFound() {
        return ApiException.notFound("Session not found");
    }
}
