/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Reads of the table {@code sessions}. */
interface SessionRepository extends Repository<SessionRow, String> {

    /** Newest first. */
    @Query("""
            select new dev.agentlens.query.session.Session(
                s.sessionId, s.agentName, s.startedAt, s.endedAt, s.totalTokensIn, s.totalTokensOut, s.status,
                s.eventCount, s.errorCount, octet_length(s.metadata))
            from SessionRow s
            order by s.startedAt desc, s.sessionId
            limit :limit offset :offset
            """)
    List<Session> newest(int limit, long offset);

    /** Newest first, of one status. */
    @Query("""
            select new dev.agentlens.query.session.Session(
                s.sessionId, s.agentName, s.startedAt, s.endedAt, s.totalTokensIn, s.totalTokensOut, s.status,
                s.eventCount, s.errorCount, octet_length(s.metadata))
            from SessionRow s
            where s.status = :status
            order by s.startedAt desc, s.sessionId
            limit :limit offset :offset
            """)
    List<Session> newestOfStatus(String status, int limit, long offset);

    /** In one statement, so that both are of one moment. */
    @Query("""
            select new dev.agentlens.query.session.SessionSnapshot(
                new dev.agentlens.query.session.Session(
                    s.sessionId, s.agentName, s.startedAt, s.endedAt, s.totalTokensIn, s.totalTokensOut, s.status,
                    s.eventCount, s.errorCount, octet_length(s.metadata)),
                (select coalesce(max(e.logOffset), -1L) from EventRow e where e.sessionId = s.sessionId))
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

    /** All sessions; summed from the rollup, which one row per partition and status make up. */
    @Query(value = "select coalesce(sum(sessions), 0)::bigint from session_rollup", nativeQuery = true)
    long count();

    /** All sessions of one status. */
    @Query(
            value = "select coalesce(sum(sessions), 0)::bigint from session_rollup where status = :status",
            nativeQuery = true)
    long countOfStatus(String status);
}
