/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import java.time.Instant;
import java.util.List;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;

/**
 * Reads of the table {@code events}. Every trace is read in the order, and under the condition, of its index
 * {@code events_trace}. Events are never changed and a session's all stand in one log partition, so those up to one log
 * offset are the same set at any later time.
 */
interface EventRepository extends Repository<EventRow, EventRow.Key> {

    /** The places that follow {@code (occurredAt, logOffset)}. */
    @Query("""
            select new dev.agentlens.query.session.TracePosition(
                e.occurredAt,
                e.logOffset,
                cast(coalesce(octet_length(e.inputData), 0)
                    + coalesce(octet_length(e.outputData), 0)
                    + coalesce(octet_length(e.toolCall), 0)
                    + coalesce(octet_length(e.decisionTrace), 0)
                    + coalesce(octet_length(e.extra), 0) as Long))
            from EventRow e
            where e.sessionId = :sessionId
                and e.eventType not in ('session_start', 'session_end')
                and e.logOffset <= :lastOffset
                and (e.occurredAt, e.logOffset) > (:occurredAt, :logOffset)
            order by e.occurredAt, e.logOffset
            limit :limit
            """)
    List<TracePosition> positions(String sessionId, long lastOffset, Instant occurredAt, long logOffset, int limit);

    /** The place of the event that has {@code index} events before it. */
    @Query("""
            select new dev.agentlens.query.session.TracePosition(e.occurredAt, e.logOffset, 0L)
            from EventRow e
            where e.sessionId = :sessionId
                and e.eventType not in ('session_start', 'session_end')
                and e.logOffset <= :lastOffset
            order by e.occurredAt, e.logOffset
            limit 1 offset :index
            """)
    List<TracePosition> position(String sessionId, long lastOffset, long index);

    /** The events from one place to another, both included. */
    @Query("""
            select new dev.agentlens.query.session.TraceEvent(
                e.eventId, e.sessionId, e.eventType, e.occurredAt, e.model, e.tokensIn, e.tokensOut, e.durationMs,
                e.inputData, e.outputData, e.toolCall, e.decisionTrace, e.extra)
            from EventRow e
            where e.sessionId = :sessionId
                and e.eventType not in ('session_start', 'session_end')
                and e.logOffset <= :lastOffset
                and (e.occurredAt, e.logOffset) >= (:fromTime, :fromOffset)
                and (e.occurredAt, e.logOffset) <= (:toTime, :toOffset)
            order by e.occurredAt, e.logOffset
            """)
    List<TraceEvent> events(
            String sessionId, long lastOffset, Instant fromTime, long fromOffset, Instant toTime, long toOffset);

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
