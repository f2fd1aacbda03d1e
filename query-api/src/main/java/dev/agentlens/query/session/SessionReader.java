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

    SessionReader(SessionRepository sessions) {
        this.sessions = sessions;
    }

    List<SessionMetadata> metadata(List<Session> some) {
        return sessions.metadata(some.stream().map(Session::sessionId).toList());
    }

    /** Of a session that exists: JSON as it was sent. May be long, so it is read when it is written. */
    public String metadata(String sessionId) {
        return sessions.metadata(List.of(sessionId)).stream()
                .map(SessionMetadata::metadata)
                .findFirst()
                .orElse("{}");
    }

    /** Empty where no event names the session. */
    public Optional<SessionSnapshot> find(String sessionId) {
        return sessions.snapshot(sessionId);
    }

    /** @throws ApiException 404 if no event names the session */
    public SessionSnapshot require(String sessionId) {
        return find(sessionId).orElseThrow(() -> ApiException.notFound("Session not found"));
    }
}
