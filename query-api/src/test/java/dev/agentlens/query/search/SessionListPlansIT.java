/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.query.QueryApplication;
import dev.agentlens.query.session.Session;
import dev.agentlens.readmodel.tables.ReadSchema;
import dev.agentlens.testsupport.TestServices;
import dev.agentlens.testsupport.TestServices.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A page reads little more than it shows, over the role's own connections, with any statistics of the tables. */
@SpringBootTest(
        classes = QueryApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"management.server.port=0", "spring.flyway.enabled=false"})
class SessionListPlansIT {

    private static final Database DATABASE = TestServices.newDatabase();
    private static final int LIMIT = 50;
    private static final int SESSIONS = 12_000;

    @Autowired
    private SessionList list;

    @Autowired
    private SessionSearch search;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private PlatformTransactionManager transactions;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        ReadSchema.migrate(
                new DriverManagerDataSource(DATABASE.jdbcUrl(), DATABASE.username(), DATABASE.password()),
                ReadSchema.LIVE);
        properties.add("spring.datasource.url", DATABASE::jdbcUrl);
        properties.add("spring.datasource.username", DATABASE::username);
        properties.add("spring.datasource.password", DATABASE::password);
    }

    /** As a history that was sent at once and then live sessions leave it: the newest are the last in the table. */
    @BeforeEach
    void fill() {
        jdbc.sql("truncate sessions, session_rollup, session_search").update();
        jdbc.sql("""
                        insert into sessions (started_at, event_count, error_count, distinct_events, total_tokens_in,
                                              total_tokens_out, session_id, agent_name, status, metadata, version, first_at,
                                              first_event_id, summed_tokens_in, summed_tokens_out)
                        select time, 0, 0, 1, case when n = 7 then 500 else 0 end, 0, 'session-' || n, 'agent', status, '{}', 1, time, 'e', 0, 0
                        from (select n,
                                     case when n > 1000 then 'active' when n % 20 = 0 then 'error' else 'completed' end as status,
                                     timestamptz '2026-03-01Z'
                                         + n * interval '1 s'
                                         - case when n > 1000 then 0 else n * 7919 % 1000 end * interval '1 h' as time
                              from generate_series(1, :sessions) as n) as made
                        """).param("sessions", SESSIONS).update();
        jdbc.sql("""
                        insert into session_rollup
                        select 0, status, count(*), 0, 0, 0, 0, 0 from sessions group by status
                        """).update();
    }

    @ParameterizedTest
    @CsvSource({
        ", false", "active, false", "completed, false", "error, false", "timeout, false",
        ", true", "active, true", "completed, true", "error, true", "timeout, true"
    })
    void pageOfAStatusReadsNoOtherSessions(@Nullable String status, boolean analyzed) {
        if (analyzed) {
            jdbc.sql("analyze sessions").update();
        }

        assertReadsLittle(() -> list.page(status, LIMIT, 0));
        SessionPage first = list.page(status, LIMIT, 0);
        int total = (int) first.total();
        assertReadsLittle(() -> list.page(status, LIMIT, 10));
        assertReadsLittle(() -> list.page(status, LIMIT, Math.max(0, total - 5)));
        assertReadsLittle(() -> list.page(status, LIMIT, total + 5));
        if (first.next() != null) {
            SessionCursor next = SessionCursor.read(first.next(), Map.of());
            assertReadsLittle(() -> list.page(next, LIMIT));
        }
    }

    /** As a filter that leaves nearly all does: what is read depends on the value. */
    @ParameterizedTest
    @CsvSource({
        "min_tokens, 400, 1",
        "max_tokens, 400, 10000",
        "agent, other, 0",
        "errors, true, 0",
        "from, 2026-03-01, 10000"
    })
    void pageOfAFilterReadsNoOtherSessions(String filter, String value, long total) {
        jdbc.sql("analyze sessions").update();
        SessionQuery query = SessionQuery.of(Map.of(filter, value));

        // More often than PostgreSQL makes custom plans by default.
        for (int i = 0; i < 10; i++) {
            search.page(query, null, LIMIT, 0);
        }

        assertReads(() -> search.page(query, null, LIMIT, 0), 3L * (LIMIT + 1) + 2 * total);
        assertThat(search.page(query, null, LIMIT, 0).total()).isEqualTo(total);
    }

    @ParameterizedTest
    @CsvSource({"agent, 10000, true", "session-11999, 1, false", "none, 0, false", "session-7 agent, 1111, false"})
    void wordsAreLookedForOnceWhetherTheyLeaveFewOrMany(String words, long total, boolean atLeast) {
        jdbc.sql("""
                        insert into session_search (session_id, labels, body, metadata_labels, metadata_body)
                        select session_id, '{}', session_id || ' agent', '{}', '' from sessions
                        """).update();
        jdbc.sql("analyze session_search").update();
        SessionQuery query = SessionQuery.of(Map.of("q", words));
        List<String> expected = scanned(words);

        SessionPage page = search.page(query, null, LIMIT, 0);
        List<String> found = new ArrayList<>(ids(page));
        SessionPage skipping = search.page(query, null, LIMIT, LIMIT);
        if (page.next() != null) {
            SearchCursor next = SearchCursor.read(page.next(), query.given());
            assertThat(ids(search.page(query, next, LIMIT, 0))).isEqualTo(ids(skipping));
        }
        found.addAll(ids(skipping));

        assertThat(page.total()).isEqualTo(total);
        assertThat(page.atLeast()).isEqualTo(atLeast);
        assertThat(found).isEqualTo(expected.subList(0, Math.min(2 * LIMIT, expected.size())));
    }

    /** As sessions are found while a projection is going on: a few of them were written just now. */
    @Test
    void ofManySettledSessionsWordsReadFewAndFindWhatAScanFinds() {
        jdbc.sql("""
                        insert into session_search (session_id, labels, body, metadata_labels, metadata_body, settled)
                        select session_id, '{}',
                               session_id || ' agent ' || repeat('the quick brown fox jumps over the lazy dog ', 20)
                                   || case when n % 2 = 0 then special else '' end,
                               '{}', case when n % 2 = 1 then special else '' end, n not between 7950 and 8050
                        from (select 'session-' || n as session_id, n,
                                     case n % 4000
                                         when 1 then '50%_a' when 2 then '50%xa' when 3 then 'a\\b' when 4 then 'ab'
                                         when 5 then 'straße' when 6 then 'strasse zebra' else '' end as special
                              from generate_series(1, :sessions) as n) as made
                        """).param("sessions", SESSIONS).update();
        jdbc.sql("vacuum (analyze) session_search").update();

        List<String> rare =
                List.of("session-4001", "session-400 quick", "zebra", "strasse zebra", "fox straße", "none");
        List<String> others = List.of(
                "x",
                "_",
                "50%_a",
                "%",
                "\\",
                "ß",
                "ße",
                "a\\b",
                "_a",
                "50%",
                "-7",
                "agent",
                "quick lazy",
                "zebra none");
        for (String words : Stream.concat(rare.stream(), others.stream()).toList()) {
            List<String> expected = scanned(words);

            SessionPage page = search.page(SessionQuery.of(Map.of("q", words)), null, LIMIT, 0);

            assertThat(page.total()).as(words).isEqualTo(Math.min(SessionSearch.MAX_TOTAL, expected.size()));
            assertThat(ids(page)).as(words).isEqualTo(expected.subList(0, Math.min(LIMIT, expected.size())));
        }
        for (String words : rare) {
            SessionQuery query = SessionQuery.of(Map.of("q", words));
            // Two thousand of them for the sample.
            assertReads("session_search", () -> search.page(query, null, LIMIT, 0), SESSIONS / 4);
        }
    }

    private List<String> scanned(String words) {
        return jdbc.sql("""
                        select session_id from session_search join sessions using (session_id)
                        where not exists (
                            select from unnest(string_to_array(:words, ' ')) as word
                            where strpos(body || ' ' || metadata_body, word) = 0)
                        order by started_at desc, session_id
                        """).param("words", words).query(String.class).list();
    }

    private static List<String> ids(SessionPage page) {
        return page.sessions().stream().map(Session::sessionId).toList();
    }

    private void assertReadsLittle(Runnable page) {
        // The place of a session and then its row; those that an offset of 10 passes over.
        assertReads(page, 3L * (LIMIT + 1));
    }

    private void assertReads(Runnable page, long atMost) {
        assertReads("sessions", page, atMost);
    }

    private void assertReads(String table, Runnable page, long atMost) {
        long read = Objects.requireNonNull(new TransactionTemplate(transactions).execute(status -> {
            long before = rowsRead(table);
            page.run();
            return rowsRead(table) - before;
        }));
        assertThat(read).isLessThan(atMost);
    }

    /** Of the table and its indexes, by this transaction. */
    private long rowsRead(String table) {
        List<Long> counts =
                jdbc.sql("""
                        select pg_stat_get_xact_tuples_returned(oid)
                        from pg_class
                        where relname = :table or relname in (
                            select indexname from pg_indexes where tablename = :table)
                        """).param("table", table).query(Long.class).list();
        return counts.stream().mapToLong(Long::longValue).sum();
    }
}
