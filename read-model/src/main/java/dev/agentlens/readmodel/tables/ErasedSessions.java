/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import dev.agentlens.readmodel.fold.SessionErasure;
import java.util.Collection;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code erased_sessions}. */
final class ErasedSessions {

    private final JdbcClient jdbc;

    ErasedSessions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The first erasure of a session counts. */
    void add(Collection<SessionErasure> erasures) {
        jdbc.sql("""
                        insert into erased_sessions (session_id, log_partition, log_offset)
                        select * from unnest(:session_id::text[], :log_partition::int[], :log_offset::bigint[])
                        on conflict do nothing
                        """)
                .param("session_id", SqlArrays.text(erasures, SessionErasure::sessionId))
                .param("log_partition", SqlArrays.integer(erasures, SessionErasure::partition))
                .param("log_offset", SqlArrays.bigint(erasures, SessionErasure::offset))
                .update();
    }
}
