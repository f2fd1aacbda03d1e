/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import java.util.List;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * Look-ups in the table {@code events}, in the order, and under the condition, of its index {@code events_trace}. Events
 * are never changed and a session's all are in one log partition, so those up to one log offset are the same set at any
 * later time.
 */
interface EventRepository extends Repository<EventRow, EventRow.Key> {

    /** The place of the event that has {@code index} events before it. */
    @Query("""
            select new dev.agentlens.query.session.TracePosition(e.occurredAt, e.logOffset)
            from EventRow e
            where e.sessionId = :sessionId
                and e.eventType not in ('session_start', 'session_end')
                and e.logOffset <= :lastOffset
            order by e.occurredAt, e.logOffset
            limit 1 offset :index
            """)
    List<TracePosition> position(String sessionId, long lastOffset, long index);

    /** Ordinary events of one type. */
    @Query("""
            select count(*)
            from EventRow e
            where e.sessionId = :sessionId
                and e.eventType not in ('session_start', 'session_end')
                and e.eventType = :eventType
                and e.logOffset <= :lastOffset
            """)
    long countOfType(String sessionId, long lastOffset, String eventType);
}
