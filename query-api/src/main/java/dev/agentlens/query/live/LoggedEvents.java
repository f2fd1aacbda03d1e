/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.live;

import static java.util.stream.Collectors.joining;

import dev.agentlens.query.session.TableRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/** Reads the table {@code events} in the order of the log. Waits for the database: never to be called on an event loop. */
@Component
class LoggedEvents {

    private static final int MAX_EVENTS = 500;
    private static final int MAX_BYTES = 256 * 1024;

    /** Of one statement that may have to look at every event for the few that are wanted. */
    private static final int MAX_OFFSETS = 20_000;

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

    /** The agent is looked up for each event of the range: it may have far more sessions than the range has events. */
    private static final List<Condition> CONDITIONS = List.of(
            new Condition(" and session_id = any(:sessions)", "sessions", LiveFilter::sessions),
            new Condition(" and event_type = any(:types)", "types", LiveFilter::types),
            new Condition(" and model = any(:models)", "models", LiveFilter::models),
            new Condition(
                    " and (select agent_name from sessions where sessions.session_id = events.session_id) = any(:agents)",
                    "agents",
                    LiveFilter::agents));

    private final JdbcClient jdbc;

    LoggedEvents(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What follows in a partition.
     *
     * @param fromOffset inclusive
     * @param toOffset exclusive; all before it must have been projected
     */
    LogPiece read(int partition, long fromOffset, long toOffset, LiveFilter wanted) {
        long end = wanted.sessions().isEmpty() ? Math.min(toOffset, fromOffset + MAX_OFFSETS) : toOffset;
        List<LiveEvent> events = new ArrayList<>();
        long[] found = new long[1];
        statement(wanted)
                .param("log_partition", partition)
                .param("from_offset", fromOffset)
                .param("to_offset", end)
                .param("limit", MAX_EVENTS)
                .param("max_bytes", MAX_BYTES)
                .query(row -> {
                    found[0] = row.getLong(4);
                    events.add(new LiveEvent(
                            TableRows.event(row.getString(1), row, 5), row.getString(2), row.getString(3)));
                });
        boolean cut = !events.isEmpty() && (events.size() < found[0] || events.size() == MAX_EVENTS);
        long next = cut ? events.get(events.size() - 1).event().logOffset() + 1 : end;
        events.removeIf(event -> !wanted.includes(event.facets()));
        return new LogPiece(events, next);
    }

    private StatementSpec statement(LiveFilter wanted) {
        List<Condition> conditions = CONDITIONS.stream()
                .filter(condition -> !condition.values.apply(wanted).isEmpty())
                .toList();
        String sql = conditions.stream().map(Condition::sql).collect(joining());
        StatementSpec statement = jdbc.sql(PIECE.replace(RANGE, RANGE + sql));
        conditions.forEach(condition -> statement.param(
                condition.parameter, condition.values.apply(wanted).toArray(String[]::new)));
        return statement;
    }

    /** Leaves out what the filter does not want, where the filter has the values. */
    private record Condition(String sql, String parameter, Function<LiveFilter, Set<String>> values) {}
}
