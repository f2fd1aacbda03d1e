/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Reads of the table {@code sessions}. */
interface SessionRepository extends Repository<SessionRow, String> {

    /** In one statement, so that both are of one moment. The offset is found in the index {@code events_trace} alone. */
    @Query("""
            select new dev.agentlens.query.session.SessionSnapshot(
                new dev.agentlens.query.session.Session(
                    s.sessionId, s.agentName, s.startedAt, s.endedAt, s.totalTokensIn, s.totalTokensOut, s.status,
                    s.eventCount, s.errorCount, octet_length(s.metadata)),
                (select coalesce(max(e.logOffset), -1L)
                 from EventRow e
                 where e.sessionId = s.sessionId and e.eventType not in ('session_start', 'session_end')))
            from SessionRow s
            where s.sessionId = :sessionId
            """)
    Optional<SessionSnapshot> snapshot(String sessionId);

    /** JSON as it was sent, by session id. */
    @Query("""
            select new dev.agentlens.query.session.SessionMetadata(s.sessionId, s.metadata)
            from SessionRow s
            where s.sessionId in :sessionIds
            """)
    List<SessionMetadata> metadata(Collection<String> sessionIds);
}
