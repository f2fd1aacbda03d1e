/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import java.util.Collection;
import java.util.List;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/** Reads of the table {@code sessions}. */
interface SessionRepository extends Repository<SessionRow, String> {

    /** JSON as it was sent, by session id. */
    @Query("""
            select new dev.agentlens.query.session.SessionMetadata(s.sessionId, s.metadata)
            from SessionRow s
            where s.sessionId in :sessionIds
            """)
    List<SessionMetadata> metadata(Collection<String> sessionIds);
}
