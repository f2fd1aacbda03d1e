/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.event.EventField;
import dev.agentlens.common.event.EventIdentity;
import dev.agentlens.common.event.TypedFields;
import dev.agentlens.readmodel.fold.CountedEvent;
import dev.agentlens.readmodel.fold.EventReading;
import dev.agentlens.readmodel.fold.LoggedEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
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
                                input_data, output_data, tool_call, decision_trace, extra,
                                cache_read_tokens, cache_write_tokens, reasoning_tokens, tools, failed)
            select (?::text[])[n], (?::text[])[n], (?::text[])[n], (?::text[])[n]::timestamptz, (?::int[])[n],
                   (?::bigint[])[n], (?::bigint[])[n], (?::bigint[])[n], (?::bigint[])[n], (?::text[])[n],
                   (?::text[])[n]::numeric,
                   (?::text[])[n], (?::text[])[n], (?::text[])[n], (?::text[])[n], (?::text[])[n],
                   nullif((?::bigint[])[n], 0), nullif((?::bigint[])[n], 0), nullif((?::bigint[])[n], 0),
                   string_to_array((?::text[])[n], E'\\x1f'), (?::text[])[n]::boolean
            from (select generate_series(1, ?) as n) as rows
            """;

    private static final String COPY = """
            copy events (session_id, event_id, event_type, occurred_at, log_partition, log_offset,
                         content_digest, tokens_in, tokens_out, model, duration_ms,
                         input_data, output_data, tool_call, decision_trace, extra,
                         cache_read_tokens, cache_write_tokens, reasoning_tokens, tools, failed)
            from stdin (format binary)
            """;

    private static final String COUNTED = """
            select log_partition, log_offset, occurred_at, event_type, model, tokens_in, tokens_out, cache_read_tokens,
                   cache_write_tokens, reasoning_tokens, duration_ms, array_to_string(tools, E'\\x1f') as tools, failed
            from events
            where session_id = ? and event_type not in ('session_start', 'session_end')
            """;

    private static final int COUNTED_AT_ONCE = 5_000;

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
        parameters
                .text(events, e -> EventRows.extra(e.event()))
                .bigint(events, e -> e.event().typed().count(EventField.CACHE_READ_TOKENS))
                .bigint(events, e -> e.event().typed().count(EventField.CACHE_WRITE_TOKENS))
                .bigint(events, e -> e.event().typed().count(EventField.REASONING_TOKENS))
                .text(
                        events,
                        e -> e.reading().tools().isEmpty()
                                ? null
                                : SqlArrays.joined(e.reading().tools()))
                .text(events, e -> e.reading().failed() ? true : null)
                .value(events.size());
    }

    /** Of rows that {@link EventRows} makes, of events that the table does not have. */
    static BinaryCopy copy(Connection connection) throws SQLException {
        return new BinaryCopy(connection, COPY);
    }

    /** Receives an event and its place in the log. */
    @FunctionalInterface
    interface CountedConsumer {
        void accept(CountedEvent event, int partition, long offset);
    }

    /** Passes each ordinary event of a session that is in the table. */
    static void forEachCounted(Connection connection, String sessionId, CountedConsumer consumer) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(COUNTED)) {
            statement.setFetchSize(COUNTED_AT_ONCE);
            statement.setString(1, sessionId);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    consumer.accept(counted(row), row.getInt("log_partition"), row.getLong("log_offset"));
                }
            }
        }
    }

    private static CountedEvent counted(ResultSet row) throws SQLException {
        TypedFields typed = TypedFields.builder()
                .text(EventField.MODEL, row.getString("model"))
                .count(EventField.TOKENS_IN, row.getLong("tokens_in"))
                .count(EventField.TOKENS_OUT, row.getLong("tokens_out"))
                .count(EventField.CACHE_READ_TOKENS, row.getLong("cache_read_tokens"))
                .count(EventField.CACHE_WRITE_TOKENS, row.getLong("cache_write_tokens"))
                .count(EventField.REASONING_TOKENS, row.getLong("reasoning_tokens"))
                .milliseconds(EventField.DURATION_MS, row.getBigDecimal("duration_ms"))
                .build();
        List<String> tools = SqlArrays.split(row.getString("tools"));
        return new CountedEvent(
                row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                row.getString("event_type"),
                typed,
                new EventReading(tools, row.getBoolean("failed")));
    }

    private static Function<LoggedEvent, @Nullable Object> ofStep(Function<StepRecorded, @Nullable Object> column) {
        return logged -> {
            AgentEvent event = logged.event();
            return event instanceof StepRecorded step ? column.apply(step) : null;
        };
    }
}
