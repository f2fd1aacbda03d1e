/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import static dev.agentlens.common.event.AgentEvents.T0;
import static dev.agentlens.common.event.AgentEvents.started;
import static dev.agentlens.common.event.AgentEvents.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.readmodel.fold.LoggedEvent;
import dev.agentlens.testsupport.TestServices;
import dev.agentlens.testsupport.TestServices.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class WordIndexingIT {

    private ProjectionDatabase database;
    private WordIndexing indexing;

    @BeforeEach
    void migrate() {
        database = ProjectionDatabase.migrated();
        indexing = new WordIndexing(database.dataSource());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void rowIsSettledUntilTheProjectionChangesIt() {
        List<AgentEvent> events = new ArrayList<>();
        for (int i = 0; i < 2 * WordIndexing.MAX_ROWS + 50; i++) {
            events.add(step("s" + i, "a", T0, "llm_call", 1, 1));
        }
        project(0, events);
        assertThat(unsettled()).hasSize(events.size());

        assertThat(indexing.step()).isEqualTo(WordIndexing.MAX_ROWS);
        assertThat(indexing.step()).isEqualTo(WordIndexing.MAX_ROWS);
        assertThat(indexing.step()).isEqualTo(50);
        assertThat(indexing.step()).isZero();
        assertThat(unsettled()).isEmpty();

        // The one has another agent then; of the other nothing changes that is searched.
        project(
                events.size(),
                List.of(started("s7", "b", T0, "billing"), step("s8", "b", T0.plusSeconds(1), "llm_call", 1, 1)));
        assertThat(unsettled()).containsExactly("s7");
        assertThat(indexing.step()).isEqualTo(1);
        assertThat(unsettled()).isEmpty();
    }

    @Test
    void lockedRowIsLeftForLater() throws SQLException {
        project(0, List.of(step("s1", "a", T0, "llm_call", 1, 1), step("s2", "a", T0, "llm_call", 1, 1)));

        try (Connection other = database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select * from session_search where session_id = 's1' for update");
            assertThat(indexing.step()).isEqualTo(1);
            other.rollback();
            other.setAutoCommit(true);
        }

        assertThat(unsettled()).containsExactly("s1");
        assertThat(indexing.step()).isEqualTo(1);
    }

    @Test
    void withoutTheIndexNoRowIsSettled() {
        database.jdbc().sql("drop index session_search_words").update();
        project(0, List.of(step("s1", "a", T0, "llm_call", 1, 1)));

        assertThat(indexing.step()).isZero();
        assertThat(unsettled()).containsExactly("s1");
    }

    @Test
    void extensionIsNotInASchemaThatARebuildDrops() {
        database.jdbc()
                .sql("alter extension pg_trgm set schema " + ReadSchema.LIVE)
                .update();

        ReadSchema.migrate(database.dataSource(), ReadSchema.REBUILD);
        database.jdbc().sql("drop schema " + ReadSchema.LIVE + " cascade").update();

        assertThat(exists(database.jdbc(), ReadSchema.REBUILD + ".session_search_words"))
                .isTrue();
    }

    @Test
    void whoMayNotInstallTheExtensionHasTablesWithoutTheIndex() {
        Database empty = TestServices.newDatabase();
        JdbcClient.create(new DriverManagerDataSource(empty.jdbcUrl(), empty.username(), empty.password()))
                .sql("""
                        create role owner_of_tables login password 'secret';
                        create schema agentlens authorization owner_of_tables
                        """)
                .update();
        DataSource limited = new DriverManagerDataSource(empty.jdbcUrl(), "owner_of_tables", "secret");

        ReadSchema.migrate(limited, ReadSchema.LIVE);

        assertThat(exists(JdbcClient.create(limited), "session_search_unsettled"))
                .isTrue();
        assertThat(exists(JdbcClient.create(limited), "session_search_words")).isFalse();
        assertThat(new WordIndexing(limited).step()).isZero();
    }

    private void project(long from, List<? extends AgentEvent> events) {
        ReadTables tables = new ReadTables(database.dataSource());
        tables.places("a-log", Map.of(0, from));
        List<LoggedEvent> logged = new ArrayList<>();
        events.forEach(event -> logged.add(RandomLog.logged(event, 0, from + logged.size())));
        tables.project(List.of(new PartitionBatch(0, from, from + events.size(), null, logged, List.of(), 0)));
    }

    private List<String> unsettled() {
        return database.jdbc()
                .sql("select session_id from session_search where not settled order by session_id")
                .query(String.class)
                .list();
    }

    private static boolean exists(JdbcClient jdbc, String relation) {
        return jdbc.sql("select to_regclass(:name) is not null")
                .param("name", relation)
                .query(Boolean.class)
                .single();
    }
}
