/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import static dev.agentlens.common.event.AgentEvents.T0;
import static dev.agentlens.common.event.AgentEvents.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.readmodel.fold.LoggedEvent;
import dev.agentlens.readmodel.fold.SessionErasure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ErasedSessionsIT {

    private static final int CASES = 40;
    private static final long LATER = 10_000;

    private static ProjectionDatabase database;
    private static ReadTables tables;

    @BeforeAll
    static void migrate() {
        database = ProjectionDatabase.migrated();
        tables = new ReadTables(database.dataSource());
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @BeforeEach
    void clear() {
        database.clear();
        tables.places("a-log", Map.of(0, 0L, 1, 0L));
    }

    @Test
    void tablesAreAsIfTheErasedSessionsHadNeverBeen() {
        for (long seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            RandomLog log = RandomLog.of(random);
            Set<String> erased = log.sessionIds().stream()
                    .filter(session -> random.nextInt(3) == 0)
                    .collect(Collectors.toSet());

            clear();
            tables.project(log.only(event -> !erased.contains(event.identity().sessionId()))
                    .onePoll());
            List<String> rows = database.rows();
            Map<String, ?> counters = database.counters();

            clear();
            log.polls(random).forEach(tables::project);
            erase(log, erased);
            assertThat(database.rows()).as("seed %d", seed).isEqualTo(rows);
            assertThat(database.counters()).as("seed %d", seed).isEqualTo(counters);
            assertUsage();
            assertThat(database.recount()).as("seed %d", seed).isEqualTo(counters);
            assertUsage();

            tables.project(again(log));
            assertThat(database.rows()).as("seed %d, sent again", seed).isEqualTo(rows);
            assertThat(database.counters()).as("seed %d, sent again", seed).isEqualTo(counters);
        }
    }

    @Test
    void withinOnePollAnErasureTakesWhatStandsBeforeItAndKeepsOutWhatComesAfter() {
        List<LoggedEvent> events = List.of(
                RandomLog.logged(step("gone", "a", T0, "llm_call", 1, 1), 0, 0),
                RandomLog.logged(step("stays", "b", T0, "llm_call", 1, 1), 0, 1),
                RandomLog.logged(step("gone", "c", T0, "llm_call", 1, 1), 0, 3));

        List<BatchCounts> counts = tables.project(
                List.of(new PartitionBatch(0, 0, 4, null, events, List.of(new SessionErasure("gone", 0, 2)), 0)));

        assertThat(counts).containsExactly(new BatchCounts(0, 2, 0, 0, 0, 2));
        assertThat(database.rows()).hasSize(2).allMatch(row -> row.contains("stays"));
        assertThat(database.counters()).isEqualTo(database.recount());
        assertUsage();
        assertThat(database.ledger()).containsExactly(2L, 0L, 0L, 0L);
        assertThat(database.erased()).isEqualTo(2);
    }

    @Test
    void firstErasureCountsAndOneOfAnUnknownSessionKeepsItsEventsOut() {
        tables.project(List.of(erasures(0, 0, new SessionErasure("s", 0, 0))));
        tables.project(List.of(erasures(0, 1, new SessionErasure("s", 0, 1))));
        tables.project(List.of(new PartitionBatch(
                0, 2, 3, null, List.of(RandomLog.logged(step("s", "a", T0, "llm_call", 1, 1), 0, 2)), List.of(), 0)));

        assertThat(database.rows()).isEmpty();
        assertThat(database.jdbc()
                        .sql("select log_offset from erased_sessions")
                        .query(Long.class)
                        .list())
                .containsExactly(0L);
        assertThat(database.ledger()).containsExactly(0L, 0L, 0L, 0L);
        assertThat(database.erased()).isEqualTo(3);
    }

    private static void erase(RandomLog log, Set<String> erased) {
        for (PartitionBatch batch : log.onePoll()) {
            List<SessionErasure> erasures = new ArrayList<>();
            erased.stream()
                    .sorted()
                    .filter(session -> isOf(batch, session))
                    .forEach(session -> erasures.add(
                            new SessionErasure(session, batch.partition(), batch.nextOffset() + erasures.size())));
            tables.project(List.of(
                    new PartitionBatch(batch.partition(), batch.nextOffset(), LATER, null, List.of(), erasures, 0)));
        }
    }

    /** The same events once more, further on in the log. */
    private static List<PartitionBatch> again(RandomLog log) {
        return log.onePoll().stream()
                .map(batch -> new PartitionBatch(
                        batch.partition(),
                        LATER,
                        2 * LATER,
                        null,
                        batch.events().stream()
                                .map(event -> new LoggedEvent(
                                        event.event(),
                                        event.partition(),
                                        LATER + event.offset(),
                                        event.contentDigest()))
                                .toList(),
                        List.of(),
                        0))
                .toList();
    }

    private static boolean isOf(PartitionBatch batch, String session) {
        return batch.events().stream()
                .anyMatch(event -> event.identity().sessionId().equals(session));
    }

    private static PartitionBatch erasures(int partition, long offset, SessionErasure erasure) {
        return new PartitionBatch(partition, offset, offset + 1, null, List.of(), List.of(erasure), 0);
    }

    private static void assertUsage() {
        assertThat(database.usage()).isEqualTo(database.usageRecount());
        new UsageCompaction(database.dataSource()).run();
        assertThat(database.usage()).as("compacted").isEqualTo(database.usageRecount());
    }
}
