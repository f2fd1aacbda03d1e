/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.event.EventIdentity;
import dev.agentlens.readmodel.fold.LoggedEvent;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The table {@code events}. Its events are looked up before others are added: few by INSERT, in the same round trip as
 * everything else that a poll writes, many by COPY.
 */
final class EventTable {

    /** The events of two arrays that the table has: the index of each, from 1, and its digest. */
    // The limit keeps PostgreSQL to the index, whatever it believes the table's size to be.
    static final String DIGESTS = """
            select sought.n, present.content_digest
            from unnest(?::text[], ?::text[]) with ordinality as sought (session_id, event_id, n)
            cross join lateral (
                select content_digest
                from events
                where events.session_id = sought.session_id and events.event_id = sought.event_id
                limit 1
            ) as present
            """;

    /** Adds events, in arrays, that the table does not have. */
    static final String INSERT = """
            insert into events (session_id, event_id, event_type, occurred_at, log_partition, log_offset,
                                content_digest, tokens_in, tokens_out, model, duration_ms,
                                input_data, output_data, tool_call, decision_trace, extra)
            select (?::text[])[n], (?::text[])[n], (?::text[])[n], (?::text[])[n]::timestamptz, (?::int[])[n],
                   (?::bigint[])[n], (?::bigint[])[n], (?::bigint[])[n], (?::bigint[])[n], (?::text[])[n],
                   (?::text[])[n]::numeric,
                   (?::text[])[n], (?::text[])[n], (?::text[])[n], (?::text[])[n], (?::text[])[n]
            from (select generate_series(1, ?) as n) as rows
            """;

    private static final String COPY = """
            copy events (session_id, event_id, event_type, occurred_at, log_partition, log_offset,
                         content_digest, tokens_in, tokens_out, model, duration_ms,
                         input_data, output_data, tool_call, decision_trace, extra)
            from stdin (format binary)
            """;

    private EventTable() {}

    static void bindDigests(ArrayParameters parameters, Collection<LoggedEvent> events) throws SQLException {
        parameters
                .text(events, e -> e.identity().sessionId())
                .text(events, e -> e.identity().eventId());
    }

    /** @param events as they were bound */
    static Map<EventIdentity, Long> digests(ResultSet rows, List<LoggedEvent> events) throws SQLException {
        Map<EventIdentity, Long> digests = new HashMap<>();
        while (rows.next()) {
            digests.put(events.get(rows.getInt(1) - 1).identity(), rows.getLong(2));
        }
        return digests;
    }

    static void bindInsert(ArrayParameters parameters, Collection<LoggedEvent> events) throws SQLException {
        parameters
                .text(events, e -> e.identity().sessionId())
                .text(events, e -> e.identity().eventId())
                .text(events, e -> e.event().eventType())
                .text(events, e -> e.event().timestamp())
                .integer(events, LoggedEvent::partition)
                .bigint(events, LoggedEvent::offset)
                .bigint(events, LoggedEvent::contentDigest)
                .bigint(events, e -> e.event() instanceof StepRecorded step ? step.tokensIn() : 0)
                .bigint(events, e -> e.event() instanceof StepRecorded step ? step.tokensOut() : 0)
                .text(events, ofStep(StepRecorded::model))
                .text(events, ofStep(StepRecorded::durationMs));
        for (String name : EventRows.OWN_COLUMNS) {
            parameters.text(events, e -> e.event().fields().get(name));
        }
        parameters.text(events, e -> EventRows.extra(e.event())).value(events.size());
    }

    /**
     * Adds events that the table does not have.
     *
     * @param rows of them, as {@link EventRows} makes them
     */
    static void copy(Connection connection, Iterable<byte[]> rows) throws SQLException {
        BinaryCopy.into(connection, COPY, rows);
    }

    private static Function<LoggedEvent, @Nullable Object> ofStep(Function<StepRecorded, @Nullable Object> column) {
        return logged -> {
            AgentEvent event = logged.event();
            return event instanceof StepRecorded step ? column.apply(step) : null;
        };
    }
}
