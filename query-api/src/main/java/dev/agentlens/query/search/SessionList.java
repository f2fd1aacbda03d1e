/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.search;

import dev.agentlens.query.session.Session;
import dev.agentlens.query.session.TableRows;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;

/**
 * Reads pages of all sessions, newest first, then by id. Waits for the database: never to be called on an event loop.
 *
 * <p>Each page is one statement, so that page and total are of one moment and of one set of tables. There is a text for each
 * way to find a page, with and without a status, because each has one plan that is right for all parameters.
 */
@Component
class SessionList {

    /** Without a row there is no session, so the total is 0. */
    private static final String FIRST_PAGE = """
            select (select coalesce(sum(sessions), 0)::bigint from session_rollup where true) as total,
                   SESSION_COLUMNS
            from sessions
            where true
            order by started_at desc, session_id
            limit :rows
            """.replace("SESSION_COLUMNS", TableRows.SESSION_COLUMNS);

    /** SQL has no comparison of rows for this order; therefore the equal starts and the earlier ones. */
    private static final String AFTER_CURSOR = """
            with counted as (
                select coalesce(sum(sessions), 0)::bigint as total from session_rollup where true
            ), page as (
                (select *
                 from sessions
                 where true and started_at = :started_at and session_id > :session_id
                 order by session_id
                 limit :rows)
                union all
                (select *
                 from sessions
                 where true and started_at < :started_at
                 order by started_at desc, session_id
                 limit :rows)
                order by started_at desc, session_id
                limit :rows
            )
            select total, SESSION_COLUMNS
            from counted
            left join page on true
            order by started_at desc, session_id
            """.replace("SESSION_COLUMNS", TableRows.SESSION_COLUMNS);

    /**
     * Places come from an index alone, counted from the nearer end of the list; rows are looked up for those of the page only.
     * An offset beyond the total scans no rows.
     */
    private static final String AFTER_OFFSET = """
            with counted as (
                select coalesce(sum(sessions), 0)::bigint as total from session_rollup where true
            ), places as (
                (select started_at, session_id
                 from sessions
                 where true and :offset <= (select total / 2 from counted)
                 order by started_at desc, session_id
                 limit :rows offset :offset)
                union all
                (select started_at, session_id
                 from sessions
                 where true and :offset > (select total / 2 from counted)
                 order by started_at, session_id desc
                 limit greatest(0, least(:rows, (select total from counted) - :offset))
                 offset greatest(0, (select total from counted) - :offset - :rows))
            )
            select total, page.*
            from counted
            left join (places as place
                cross join lateral (
                    select SESSION_COLUMNS
                    from sessions
                    where session_id = place.session_id
                    offset 0) as page) on true
            order by page.started_at desc, page.session_id
            """.replace("SESSION_COLUMNS", TableRows.SESSION_COLUMNS);

    private static final String FIRST_PAGE_OF_STATUS = ofStatus(FIRST_PAGE);
    private static final String AFTER_CURSOR_OF_STATUS = ofStatus(AFTER_CURSOR);
    private static final String AFTER_OFFSET_OF_STATUS = ofStatus(AFTER_OFFSET);

    private final JdbcClient jdbc;

    SessionList(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @param offset sessions to leave out from the start */
    SessionPage page(@Nullable String status, int limit, int offset) {
        return offset == 0
                ? page(statement(FIRST_PAGE, FIRST_PAGE_OF_STATUS, status), status, limit)
                : page(
                        statement(AFTER_OFFSET, AFTER_OFFSET_OF_STATUS, status).param("offset", (long) offset),
                        status,
                        limit);
    }

    /** The page that starts after a position. */
    SessionPage page(SessionCursor after, int limit) {
        return page(
                statement(AFTER_CURSOR, AFTER_CURSOR_OF_STATUS, after.status())
                        .param("started_at", after.startedAt().atOffset(ZoneOffset.UTC))
                        .param("session_id", after.sessionId()),
                after.status(),
                limit);
    }

    private StatementSpec statement(String all, String ofStatus, @Nullable String status) {
        return status == null ? jdbc.sql(all) : jdbc.sql(ofStatus).param("status", status);
    }

    /**
     * Ordered by the status too, which is the same for all. With {@code status = :status} PostgreSQL would leave that out, and
     * then walk the index of all sessions, and pass over those of other statuses, where it thinks that cheaper. Only
     * {@code sessions_newest_by_status} has this order.
     */
    private static String ofStatus(String all) {
        return all.replace("where true", "where status = any (array[:status])")
                .replace("order by started_at, session_id desc", "order by status desc, started_at, session_id desc")
                .replace("order by started_at desc", "order by status, started_at desc")
                .replace("order by session_id", "order by status, session_id");
    }

    private static SessionPage page(StatementSpec statement, @Nullable String status, int limit) {
        AtomicLong total = new AtomicLong();
        List<Session> sessions = new ArrayList<>(limit + 1);
        Map<String, String> shortMetadata = new HashMap<>();
        // One more than the page has: whether there is a next one.
        statement.param("rows", limit + 1).query(row -> {
            total.set(row.getLong(1));
            if (row.getString(2) != null) {
                Session session = TableRows.session(row, 2);
                sessions.add(session);
                String metadata = row.getString(2 + TableRows.SESSION_COLUMN_COUNT);
                if (metadata != null) {
                    shortMetadata.put(session.sessionId(), metadata);
                }
            }
        });
        boolean more = sessions.size() > limit;
        List<Session> page = more ? sessions.subList(0, limit) : sessions;
        String next = more ? SessionCursor.after(status, page.get(limit - 1)).text() : null;
        return new SessionPage(page, shortMetadata, total.get(), false, next);
    }
}
