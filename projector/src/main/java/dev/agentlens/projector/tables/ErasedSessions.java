/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.tables;

import dev.agentlens.projector.fold.SessionErasure;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code erased_sessions}. */
final class ErasedSessions {

    private final JdbcClient jdbc;

    ErasedSessions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those events of the batches that come after the erasure of their session. */
    ErasedEvents eventsOf(List<PartitionBatch> batches) {
        Set<String> sessionIds = batches.stream()
                .flatMap(batch -> batch.events().stream())
                .map(logged -> logged.identity().sessionId())
                .collect(Collectors.toSet());
        Map<String, SessionErasure> here = new HashMap<>();
        batches.forEach(batch -> batch.erasures().forEach(erasure -> here.putIfAbsent(erasure.sessionId(), erasure)));
        return new ErasedEvents(sessionIds.isEmpty() ? Set.of() : find(sessionIds), here);
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

    private Set<String> find(Collection<String> sessionIds) {
        return jdbc.sql("select session_id from erased_sessions where session_id = any (:session_id::text[])")
                .param("session_id", SqlArrays.text(sessionIds, id -> id))
                .query(String.class)
                .set();
    }
}
