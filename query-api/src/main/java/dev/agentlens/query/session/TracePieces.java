/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/** Reads a piece of a trace in one pass over the index {@code events_trace}: events until their JSON is too long. */
@Component
class TracePieces {

    private static final String ALL = """
            select fits, bytes, event_id, event_type, occurred_at, log_offset, model, tokens_in, tokens_out,
                   duration_ms,
                   case when fits then input_data end     as input_data,
                   case when fits then output_data end    as output_data,
                   case when fits then tool_call end      as tool_call,
                   case when fits then decision_trace end as decision_trace,
                   case when fits then extra end          as extra,
                   cache_read_tokens, cache_write_tokens, reasoning_tokens, failed
            from (select *,
                         sum(bytes) over trace <= :max_bytes and row_number() over trace <= :limit as fits,
                         sum(bytes) over trace - bytes <= :max_bytes                               as begins
                  from events,
                       """ + TableRows.EVENT_LENGTH + """
                  where session_id = :session_id
                      and event_type not in ('session_start', 'session_end')
                      and log_offset <= :last_offset
                      and (occurred_at, log_offset) > (:occurred_at, :log_offset)
                  window trace as (order by occurred_at, log_offset rows unbounded preceding)
                  order by occurred_at, log_offset
                  limit :limit + 1) as piece
            where begins
            order by occurred_at, log_offset
            """;

    private static final String OF_TYPE = "and event_type = :event_type";
    private static final String OF_MODEL = "and model = :model";
    private static final String OF_TOOL = "and :tool = any(tools)";
    private static final String OF_ERRORS = "and (failed is true) = :errors";
    private static final String OF_DURATION = "and duration_ms >= :min_duration_ms";
    private static final String OF_CALLS = """
            and (event_type in ('llm_call', 'messages', 'function_call') or event_type like 'tool%')
            """;
    private static final String ORDER_OF_THE_INDEX = "and (occurred_at, log_offset) > (:occurred_at, :log_offset)";

    private final JdbcClient jdbc;

    TracePieces(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param end the place of the last event; null where no other follows it
     * @param tooLong if there is no event because the first alone is too long: the length of its JSON; else 0
     */
    record Piece(List<TraceEvent> events, @Nullable TracePosition end, long tooLong) {}

    /**
     * What follows {@code after}, in order.
     *
     * @param limit of events
     * @param maxBytes of their JSON together
     */
    Piece after(SessionSnapshot snapshot, TracePosition after, int limit, long maxBytes) {
        return after(snapshot, after, EventFilter.NONE, limit, maxBytes);
    }

    /** The same of those that the filter's columns let pass. */
    Piece after(SessionSnapshot snapshot, TracePosition after, EventFilter filter, int limit, long maxBytes) {
        List<TraceEvent> events = new ArrayList<>();
        // Of the event that no longer fits in, without its JSON.
        AtomicLong bytesOfNext = new AtomicLong();
        statement(filter)
                .param("session_id", snapshot.sessionId())
                .param("last_offset", snapshot.lastOffset())
                .param("occurred_at", after.occurredAt().atOffset(ZoneOffset.UTC))
                .param("log_offset", after.logOffset())
                .param("max_bytes", maxBytes)
                .param("limit", limit)
                .query(row -> {
                    if (row.getBoolean(1)) {
                        events.add(TableRows.event(snapshot.sessionId(), row, 3));
                    } else {
                        bytesOfNext.set(Math.max(1, row.getLong(2)));
                    }
                });
        boolean more = bytesOfNext.get() > 0;
        return new Piece(
                events,
                more && !events.isEmpty() ? events.get(events.size() - 1).position() : null,
                events.isEmpty() ? bytesOfNext.get() : 0);
    }

    /** A text for each kind of filter, so that each has a plan of its own. */
    private StatementSpec statement(EventFilter filter) {
        Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
        StringBuilder conditions = new StringBuilder(ORDER_OF_THE_INDEX);
        add(OF_TYPE, "event_type", filter.type(), conditions, parameters);
        add(OF_MODEL, "model", filter.model(), conditions, parameters);
        add(OF_TOOL, "tool", filter.tool(), conditions, parameters);
        add(OF_ERRORS, "errors", filter.errors(), conditions, parameters);
        add(OF_DURATION, "min_duration_ms", filter.minDurationMs(), conditions, parameters);
        if (filter.callsOnly()) {
            conditions.append('\n').append(OF_CALLS);
        }
        return jdbc.sql(ALL.replace(ORDER_OF_THE_INDEX, conditions)).params(parameters);
    }

    private static void add(
            String condition,
            String name,
            @Nullable Object value,
            StringBuilder conditions,
            Map<String, @Nullable Object> parameters) {
        if (value != null) {
            conditions.append('\n').append(condition);
            parameters.put(name, value);
        }
    }
}
