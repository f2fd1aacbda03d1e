/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.search;

import dev.agentlens.query.session.Session;
import dev.agentlens.query.session.TableRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Reads pages of the sessions that match filters, in any order. Waits for the database: never to be called on an event loop.
 *
 * <p>Each page is one statement, so that page and total are of one moment. Its text depends on which filters there are, not on
 * their values.
 */
@Component
class SessionSearch {

    /** Of more matches it is only said that they are at least so many. */
    static final long MAX_TOTAL = 10_000;

    private static final String PAGE = """
            with matches as (
                TOTAL
            ), page as (
                PLACES
            )
            select total, page.*
            from matches
            left join page on true
            order by page.sort_key DIRECTION, page.session_id OPPOSITE
            """;

    private static final String ROWS = """
            select SORT_KEY as sort_key, COLUMNS
            from MATCHING
            order by SORT_KEY DIRECTION, s.session_id OPPOSITE
            limit :rows
            """;

    /** SQL has no comparison of rows for this order; therefore the equal keys and those after them. */
    private static final String ROWS_AFTER = """
            select *
            from (
                (select SORT_KEY as sort_key, COLUMNS
                 from MATCHING
                 CONNECTIVE SORT_KEY = :key::TYPE and s.session_id AFTER_ID :after_id
                 order by s.session_id OPPOSITE
                 limit :rows)
                union all
                (select SORT_KEY as sort_key, COLUMNS
                 from MATCHING
                 CONNECTIVE SORT_KEY AFTER_KEY :key::TYPE
                 order by SORT_KEY DIRECTION, s.session_id OPPOSITE
                 limit :rows)
            ) as both_parts
            order by sort_key DIRECTION, session_id OPPOSITE
            limit :rows
            """;

    private final JdbcClient jdbc;

    SessionSearch(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * @param after where the page begins; null for the first
     * @param offset sessions to leave out from the start
     */
    SessionPage page(SessionQuery query, @Nullable SearchCursor after, int limit, int offset) {
        Map<String, Object> values = new HashMap<>();
        values.put("rows", limit + 1);
        Conditions conditions = Conditions.of(query, values);
        String places = after == null ? ROWS : ROWS_AFTER;
        if (after != null) {
            values.put("key", after.key());
            values.put("after_id", after.sessionId());
        } else if (offset > 0) {
            places += "offset :offset";
            values.put("offset", offset);
        }
        String sql = PAGE.replace("TOTAL", total(query, conditions))
                .replace("PLACES", places)
                .replace("SORT_KEY", query.sort().key())
                .replace("TYPE", query.sort().type())
                .replace("COLUMNS", TableRows.SESSION_COLUMNS)
                .replace("MATCHING", conditions.matching())
                .replace("CONNECTIVE", conditions.isEmpty() ? "where" : "and")
                .replace("AFTER_KEY", query.descending() ? "<" : ">")
                .replace("AFTER_ID", query.descending() ? ">" : "<")
                .replace("DIRECTION", query.descending() ? "desc" : "asc")
                .replace("OPPOSITE", query.descending() ? "asc" : "desc");
        return read(query, limit, jdbc.sql(sql).params(values));
    }

    private static String total(SessionQuery query, Conditions conditions) {
        return query.isCounted()
                ? "select coalesce(sum(sessions), 0)::bigint as total from session_rollup"
                        + (query.status() == null ? "" : " where status = :status")
                : "select count(*) as total from (select from " + conditions.matching() + " limit " + (MAX_TOTAL + 1)
                        + ") as matching";
    }

    private static SessionPage read(SessionQuery query, int limit, JdbcClient.StatementSpec statement) {
        long[] total = new long[1];
        List<Session> sessions = new ArrayList<>(limit + 1);
        List<String> keys = new ArrayList<>(limit + 1);
        Map<String, String> shortMetadata = new HashMap<>();
        statement.query(row -> {
            total[0] = row.getLong(1);
            if (row.getString(3) != null) {
                Session session = TableRows.session(row, 3);
                sessions.add(session);
                keys.add(key(query.sort(), session, row.getString(2)));
                String metadata = row.getString(3 + TableRows.SESSION_COLUMN_COUNT);
                if (metadata != null) {
                    shortMetadata.put(session.sessionId(), metadata);
                }
            }
        });
        boolean more = sessions.size() > limit;
        List<Session> page = more ? sessions.subList(0, limit) : sessions;
        String next = more
                ? new SearchCursor(
                                query.given(),
                                keys.get(limit - 1),
                                page.get(limit - 1).sessionId())
                        .text()
                : null;
        boolean atLeast = !query.isCounted() && total[0] > MAX_TOTAL;
        return new SessionPage(page, shortMetadata, atLeast ? MAX_TOTAL : total[0], atLeast, next);
    }

    /** Times as text keep their microseconds. */
    private static String key(SessionSort sort, Session session, String sortKey) {
        return sort == SessionSort.STARTED_AT ? session.startedAt().toString() : sortKey;
    }
}
