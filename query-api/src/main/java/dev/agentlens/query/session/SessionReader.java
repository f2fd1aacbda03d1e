/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import dev.agentlens.edge.error.ApiException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Isolation;
import org.springframework.transaction.annotation.Transactional;

/** Finds sessions. Waits for the database: never to be called on an event loop. */
@Component
public class SessionReader {

    private final SessionRepository sessions;

    SessionReader(SessionRepository sessions) {
        this.sessions = sessions;
    }

    /**
     * Newest first. Each statement has a snapshot of its own: one that is kept could be older than tables that took the
     * place of others meanwhile. The count may therefore be newer than the list.
     *
     * @param status null for all
     */
    @Transactional(readOnly = true, isolation = Isolation.READ_COMMITTED)
    SessionPage page(@Nullable String status, int limit, long offset) {
        return status == null
                ? new SessionPage(sessions.newest(limit, offset), sessions.count())
                : new SessionPage(sessions.newestOfStatus(status, limit, offset), sessions.countOfStatus(status));
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
