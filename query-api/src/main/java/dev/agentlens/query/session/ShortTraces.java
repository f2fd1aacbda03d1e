/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Reads sessions together with their traces, where those are short, in one round trip to the database: several statements
 * go out at once. Waits for the database: never to be called on an event loop.
 */
@Component
class ShortTraces {

    private static final String SESSION = "select " + TableRows.SESSION_COLUMNS + " from sessions where session_id = ?";

    /**
     * No row where the first events are too long together: with a client that reads its response slowly they stay in memory,
     * and there may be forty. In the order, and under the condition, of the index {@code events_trace}.
     */
    private static final String EVENTS = """
            select EVENT_COLUMNS
            from events
            where session_id = ?
                and event_type not in ('session_start', 'session_end')
                and (select coalesce(sum(coalesce(octet_length(input_data), 0)
                                         + coalesce(octet_length(output_data), 0)
                                         + coalesce(octet_length(tool_call), 0)
                                         + coalesce(octet_length(decision_trace), 0)
                                         + coalesce(octet_length(extra), 0)), 0)
                     from (select *
                           from events
                           where session_id = ?
                               and event_type not in ('session_start', 'session_end')
                           order by occurred_at, log_offset
                           limit 500) as first) <= 131072
            order by occurred_at, log_offset
            limit 500
            """.replace("EVENT_COLUMNS", TableRows.EVENT_COLUMNS);

    /** The same without the JSON that no figure is made of. */
    private static final String FIGURES = """
            select event_id, event_type, occurred_at, log_offset, model, tokens_in, tokens_out, duration_ms,
                   null, null, tool_call, null, null, cache_read_tokens, cache_write_tokens, reasoning_tokens, failed
            from events
            where session_id = ?
                and event_type not in ('session_start', 'session_end')
                and (select coalesce(sum(octet_length(tool_call)), 0)
                     from (select *
                           from events
                           where session_id = ?
                               and event_type not in ('session_start', 'session_end')
                           order by occurred_at, log_offset
                           limit 500) as first) <= 131072
            order by occurred_at, log_offset
            limit 500
            """;

    private static final String COMPLETE = SESSION + ";" + EVENTS;
    private static final String SESSION_FIGURES = SESSION + ";" + FIGURES;

    private final JdbcTemplate jdbc;

    ShortTraces(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** @param snapshot null where the trace is too long, or grew meanwhile */
    record Found(@Nullable SessionSnapshot snapshot) {}

    /** Empty where there is no such session. */
    Optional<Found> find(String sessionId) {
        return read(COMPLETE, sessionId).get(0);
    }

    /** The same for each. */
    List<Optional<Found>> find(List<String> sessionIds) {
        return read(COMPLETE, sessionIds);
    }

    /** The same for each, of whose events the tool call is the only JSON. */
    List<Optional<Found>> findFigures(List<String> sessionIds) {
        return read(SESSION_FIGURES, sessionIds);
    }

    private List<Optional<Found>> read(String statement, List<String> sessionIds) {
        String statements = String.join(";", Collections.nCopies(sessionIds.size(), statement));
        return read(statements, sessionIds.toArray(String[]::new));
    }

    private List<Optional<Found>> read(String statements, String... sessionIds) {
        return jdbc.execute(statements, (PreparedStatement statement) -> {
            int parameter = 1;
            for (String id : sessionIds) {
                statement.setString(parameter++, id);
                statement.setString(parameter++, id);
                statement.setString(parameter++, id);
            }
            statement.execute();
            List<Optional<Found>> found = new ArrayList<>();
            for (String id : sessionIds) {
                found.add(found(id, statement));
                statement.getMoreResults();
            }
            return found;
        });
    }

    private static Optional<Found> found(String sessionId, PreparedStatement statement) throws SQLException {
        Session session = null;
        String metadata = null;
        try (ResultSet row = statement.getResultSet()) {
            if (row.next()) {
                session = TableRows.session(row, 1);
                metadata = row.getString(1 + TableRows.SESSION_COLUMN_COUNT);
            }
        }
        statement.getMoreResults();
        if (session == null) {
            return Optional.empty();
        }
        List<TraceEvent> trace = new ArrayList<>();
        long lastOffset = -1;
        try (ResultSet row = statement.getResultSet()) {
            while (row.next()) {
                TraceEvent event = TableRows.event(sessionId, row, 1);
                lastOffset = Math.max(lastOffset, event.logOffset());
                trace.add(event);
            }
        }
        // The session is read before its events, which are only added: equal numbers mean the same events.
        boolean complete = trace.size() == session.eventCount();
        return Optional.of(new Found(complete ? new SessionSnapshot(session, lastOffset, metadata, trace) : null));
    }
}
