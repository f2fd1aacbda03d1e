/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Adds sessions to the index of words. The projection leaves the rows of {@code session_search} that it writes unsettled, and
 * only settled ones are in the index. Readers find both.
 */
public final class WordIndexing {

    /** Of a step. So few that a projection that changes one of them does not wait long. */
    public static final int MAX_ROWS = 100;

    /** Held, within a transaction, by the process that settles rows; the others skip it. */
    private static final long LOCK = 4_703_221_005L;

    private static final String POSSIBLE = """
            select to_regclass('session_search_words') is not null
                and pg_try_advisory_xact_lock(hashtextextended(current_schema(), :lock))
            """;

    /**
     * In no order, so that only the index of unsettled rows can find them. Waits for nobody: locked rows are left for later.
     */
    private static final String SETTLE = """
            update session_search
            set settled = true
            where session_id = any (array(
                select session_id from session_search where not settled limit MAX_ROWS for update skip locked))
            """.replace("MAX_ROWS", Integer.toString(MAX_ROWS));

    private final TransactionTemplate transaction;
    private final JdbcClient jdbc;

    /** @param dataSource of connections whose names are resolved in the schema of the tables */
    public WordIndexing(DataSource dataSource) {
        transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        jdbc = JdbcClient.create(dataSource);
    }

    /**
     * Settles some rows. They are in the index's list of new entries then, which each search reads, until {@link #merge}.
     *
     * @return how many; less than {@link #MAX_ROWS} if no more can be settled now, and always 0 in tables without the index
     */
    public int step() {
        return Objects.requireNonNull(transaction.execute(status -> settle()));
    }

    /** Puts new entries in their places, which takes longer than a projection should wait for a row: so not in a step. */
    public void merge() {
        jdbc.sql("select gin_clean_pending_list(to_regclass('session_search_words'))")
                .query(row -> {});
    }

    private int settle() {
        boolean possible =
                jdbc.sql(POSSIBLE).param("lock", LOCK).query(Boolean.class).single();
        if (!possible) {
            return 0;
        }
        // A lost commit leaves its rows unsettled. And the table may be small when the plan is made.
        jdbc.sql("set local synchronous_commit = off; set local enable_seqscan = off")
                .update();
        return jdbc.sql(SETTLE).update();
    }
}
