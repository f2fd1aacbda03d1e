/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.live;

import dev.agentlens.query.session.TableRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/** Reads the table {@code events} in the order of the log. Waits for the database: never to be called on an event loop. */
@Component
class LoggedEvents {

    private static final int MAX_EVENTS = 500;
    private static final int MAX_BYTES = 256 * 1024;

    /** One pass over the index {@code events_in_log}: events until their JSON is too long, but at least one. */
    private static final String PIECE = "select session_id, agent_name,"
            + " case when end_event_id = event_id then end_status end as end_status, found,"
            + TableRows.EVENT_COLUMNS + """
            from (select *,
                         count(*) over ()                                                        as found,
                         sum(bytes) over (order by log_offset rows unbounded preceding) - bytes as bytes_before
                  from (select *
                        from events,
                             """ + TableRows.EVENT_LENGTH + """
                        where log_partition = :log_partition
                            and log_offset >= :from_offset
                            and log_offset < :to_offset
                        order by log_offset
                        limit :limit) as next_events) as piece
            join (select session_id as of_session, agent_name, end_event_id, end_status
                  from sessions) as owner on of_session = session_id
            where bytes_before < :max_bytes
            order by log_offset
            """;

    private static final String RANGE = "and log_offset < :to_offset";
    private static final String OF_SESSIONS = RANGE + " and session_id = any(:sessions)";

    private final JdbcClient jdbc;

    LoggedEvents(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What follows in a partition.
     *
     * @param fromOffset inclusive
     * @param toOffset exclusive; all before it must have been projected
     * @param sessions of which events are wanted; empty: of all
     */
    LogPiece read(int partition, long fromOffset, long toOffset, Set<String> sessions) {
        List<LiveEvent> events = new ArrayList<>();
        long[] found = new long[1];
        statement(sessions)
                .param("log_partition", partition)
                .param("from_offset", fromOffset)
                .param("to_offset", toOffset)
                .param("limit", MAX_EVENTS)
                .param("max_bytes", MAX_BYTES)
                .query(row -> {
                    found[0] = row.getLong(4);
                    events.add(new LiveEvent(
                            TableRows.event(row.getString(1), row, 5), row.getString(2), row.getString(3)));
                });
        boolean cut = !events.isEmpty() && (events.size() < found[0] || events.size() == MAX_EVENTS);
        return new LogPiece(events, cut ? events.get(events.size() - 1).event().logOffset() + 1 : toOffset);
    }

    private StatementSpec statement(Set<String> sessions) {
        return sessions.isEmpty()
                ? jdbc.sql(PIECE)
                : jdbc.sql(PIECE.replace(RANGE, OF_SESSIONS)).param("sessions", sessions.toArray(String[]::new));
    }
}
