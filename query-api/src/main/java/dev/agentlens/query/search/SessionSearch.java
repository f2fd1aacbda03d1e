/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.search;

import dev.agentlens.query.http.ReadConcurrencyLimit;
import dev.agentlens.query.session.Session;
import dev.agentlens.query.session.TableRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Reads pages of the sessions that match filters, in any order. Waits for the database: never to be called on an event loop.
 *
 * <p>Each page is one statement, so that page and total are of one moment. It is planned for its values: a filter may leave
 * one session or nearly all of them.
 */
@Component
class SessionSearch {

    /** Larger totals are reported as at least this number. */
    static final long MAX_TOTAL = 10_000;

    private static final String PAGE = """
            with FOUND matches as (
                TOTAL
            ), page as (
                PLACES
            )
            select total, page.*
            from matches
            left join page on true
            order by page.sort_key DIRECTION, page.session_id OPPOSITE
            """;

    /** Words may have to be searched in the text of every session: once for the total and the page. */
    private static final String FOUND = """
            found as materialized (
                select x.session_id
                from MATCHING_SEARCHED
                limit MAX_ROWS
            ),""";

    private static final String FEW =
            "sessions as s where s.session_id in (select session_id from found) and (select total from matches) < MAX_ROWS";
    private static final String MANY = " and (select total from matches) >= MAX_ROWS";

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
                 from MATCHING and SORT_KEY = :key::TYPE and s.session_id AFTER_ID :after_id
                 order by s.session_id OPPOSITE
                 limit :rows)
                union all
                (select SORT_KEY as sort_key, COLUMNS
                 from MATCHING and SORT_KEY AFTER_KEY :key::TYPE
                 order by SORT_KEY DIRECTION, s.session_id OPPOSITE
                 limit :rows)
            ) as both_parts
            order by sort_key DIRECTION, session_id OPPOSITE
            limit :rows
            """;

    private final JdbcClient jdbc;
    private final TransactionTemplate oneStatement;
    private final ReadConcurrencyLimit limit;
    private final RareWords rare;

    SessionSearch(
            JdbcClient jdbc, PlatformTransactionManager transactions, ReadConcurrencyLimit limit, RareWords rare) {
        this.jdbc = jdbc;
        this.rare = rare;
        this.limit = limit;
        oneStatement = new TransactionTemplate(transactions);
    }

    /**
     * @param after start of the page; null for the first page
     * @param rows of the page, at most
     * @param offset sessions to leave out from the start
     */
    SessionPage page(SessionQuery query, @Nullable SearchCursor after, int rows, int offset) {
        return query.words().isEmpty()
                ? page(query, after, rows, offset, false)
                : limit.searching(() -> page(query, after, rows, offset, rare.are(query.words())));
    }

    private SessionPage page(
            SessionQuery query, @Nullable SearchCursor after, int rows, int offset, boolean wordsAreRare) {
        Map<String, Object> values = new HashMap<>();
        values.put("rows", rows + 1);
        Conditions conditions = Conditions.of(query, wordsAreRare, values);
        String places = after == null ? ROWS : ROWS_AFTER;
        if (after != null) {
            values.put("key", after.key());
            values.put("after_id", after.sessionId());
        } else if (offset > 0) {
            places += "offset :offset";
            values.put("offset", offset);
        }
        String sql = PAGE.replace("FOUND", conditions.haveSearched() ? FOUND : "")
                .replace("TOTAL", total(query, conditions))
                .replace("PLACES", places(places, conditions))
                .replace("MATCHING_SEARCHED", conditions.haveSearched() ? conditions.matchingSearched() : "")
                .replace("MAX_ROWS", Long.toString(MAX_TOTAL + 1))
                .replace("SORT_KEY", query.sort().key())
                .replace("TYPE", query.sort().type())
                .replace("COLUMNS", TableRows.SESSION_COLUMNS)
                .replace("AFTER_KEY", query.descending() ? "<" : ">")
                .replace("AFTER_ID", query.descending() ? ">" : "<")
                .replace("DIRECTION", query.descending() ? "desc" : "asc")
                .replace("OPPOSITE", query.descending() ? "asc" : "desc");
        return read(query, rows, sql, values);
    }

    private SessionPage read(SessionQuery query, int rows, String sql, Map<String, Object> values) {
        return Objects.requireNonNull(oneStatement.execute(status -> {
            jdbc.sql("set local plan_cache_mode = force_custom_plan; set local enable_sort = on")
                    .update();
            return page(query, rows, jdbc.sql(sql).params(values));
        }));
    }

    private static String total(SessionQuery query, Conditions conditions) {
        if (query.isCounted()) {
            return "select coalesce(sum(sessions), 0)::bigint as total from session_rollup"
                    + (query.status() == null ? "" : " where status = :status");
        }
        return "select count(*) as total from "
                + (conditions.haveSearched()
                        ? "found"
                        : "(select from " + conditions.matching() + " limit MAX_ROWS) as matching");
    }

    /** Few matches are sorted; many matches are found soon by a scan in the requested order. */
    private static String places(String places, Conditions conditions) {
        if (!conditions.haveSearched()) {
            return places.replace("MATCHING", conditions.matching());
        }
        return "(" + places.replace("MATCHING", FEW) + ") union all ("
                + places.replace("MATCHING", conditions.matching() + MANY) + ")";
    }

    private static SessionPage page(SessionQuery query, int rows, JdbcClient.StatementSpec statement) {
        long[] total = new long[1];
        List<Session> sessions = new ArrayList<>(rows + 1);
        List<String> keys = new ArrayList<>(rows + 1);
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
        boolean more = sessions.size() > rows;
        List<Session> page = more ? sessions.subList(0, rows) : sessions;
        String next = more
                ? new SearchCursor(
                                query.given(),
                                keys.get(rows - 1),
                                page.get(rows - 1).sessionId())
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
