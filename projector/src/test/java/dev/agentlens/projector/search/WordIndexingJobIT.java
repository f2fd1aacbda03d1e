/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.search;

import static dev.agentlens.common.event.AgentEvents.T0;
import static dev.agentlens.common.event.AgentEvents.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.readmodel.fold.LoggedEvent;
import dev.agentlens.readmodel.tables.PartitionBatch;
import dev.agentlens.readmodel.tables.ProjectionDatabase;
import dev.agentlens.readmodel.tables.ReadTables;
import dev.agentlens.readmodel.tables.WordIndexing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WordIndexingJobIT {

    private static final int SESSIONS = 2 * WordIndexing.MAX_ROWS + 50;

    private final AtomicLong lag = new AtomicLong();
    private ProjectionDatabase database;
    private WordIndexingJob job;

    @BeforeEach
    void project() {
        database = ProjectionDatabase.migrated();
        job = new WordIndexingJob(new WordIndexing(database.dataSource()), lag::get);
        ReadTables tables = new ReadTables(database.dataSource());
        tables.places("a-log", Map.of(0, 0L));
        List<LoggedEvent> events = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            events.add(new LoggedEvent(step("s" + i, "e", T0, "llm_call", 1, 1), 0, i, i));
        }
        tables.project(List.of(new PartitionBatch(0, 0, SESSIONS, null, events, List.of(), 0)));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void indexesWhatThereIsUnlessTheProjectionIsBehind() {
        lag.set(WordIndexingJob.MAX_LAG + 1);
        job.run();
        assertThat(unsettled()).isEqualTo(SESSIONS);

        lag.set(WordIndexingJob.MAX_LAG);
        job.run();
        assertThat(unsettled()).isZero();
    }

    @Test
    void endsWhenTheProjectionFallsBehind() {
        WordIndexingJob overtaken =
                new WordIndexingJob(new WordIndexing(database.dataSource()), () -> lag.getAndSet(Long.MAX_VALUE));

        overtaken.run();

        assertThat(unsettled()).isEqualTo(SESSIONS - WordIndexing.MAX_ROWS);
    }

    @Test
    void goesOnAfterAFailure() {
        database.jdbc()
                .sql("alter table session_search rename to session_search_away")
                .update();
        job.run();
        database.jdbc()
                .sql("alter table session_search_away rename to session_search")
                .update();
        assertThat(unsettled()).isEqualTo(SESSIONS);

        job.run();
        assertThat(unsettled()).isZero();
    }

    private long unsettled() {
        return database.jdbc()
                .sql("select count(*) from session_search where not settled")
                .query(Long.class)
                .single();
    }
}
