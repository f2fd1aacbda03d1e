/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import static dev.agentlens.common.event.AgentEvents.T0;
import static dev.agentlens.common.event.AgentEvents.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.prices.PriceList;
import dev.agentlens.readmodel.fold.LoggedEvent;
import dev.agentlens.readmodel.fold.SessionState;
import dev.agentlens.readmodel.tables.SessionExpiry.Removed;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SessionExpiryIT {

    private static final PriceList PRICES = PriceList.shipped();

    private static final int CASES = 40;

    private static ProjectionDatabase database;
    private static ReadTables tables;
    private static SessionExpiry expiry;

    @BeforeAll
    static void migrate() {
        database = ProjectionDatabase.migrated();
        tables = new ReadTables(database.dataSource());
        expiry = new SessionExpiry(database.dataSource());
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
    void tablesAreAsIfSessionsWhoseEventsAreAllOldHadNeverBeen() {
        for (long seed = 0; seed < CASES; seed++) {
            Random random = new Random(seed);
            RandomLog log = RandomLog.of(random);
            Instant cutoff = T0.plus(Duration.ofMinutes(random.nextInt(200)));
            Set<String> young = young(log, cutoff);

            clear();
            tables.project(log.only(event -> young.contains(event.identity().sessionId()))
                    .onePoll());
            List<String> rows = database.rows();
            Map<String, ?> counters = database.counters();

            clear();
            log.polls(random).forEach(tables::project);
            Removed would = expiry.count(cutoff);
            Removed removed = expiry.expire(cutoff, batch -> true);
            assertThat(removed).as("seed %d", seed).isEqualTo(would);
            assertThat(database.rows()).as("seed %d", seed).isEqualTo(rows);
            assertThat(database.counters()).as("seed %d", seed).isEqualTo(counters);
            assertUsage();
            assertThat(expiry.expire(cutoff, batch -> true)).isEqualTo(new Removed(0, 0));
            assertThat(expiry.lastCutoff().isPresent()).isEqualTo(removed.sessions() > 0);
        }
    }

    @Test
    void removesMoreThanOneBatchAndStopsOnRequest() {
        List<AgentEvent> events = new ArrayList<>();
        for (int session = 0; session < 450; session++) {
            events.add(step("s" + session, "e", T0.plusSeconds(session), "llm_call", 1, 1));
        }
        project(events, 0);
        Instant cutoff = T0.plus(Duration.ofDays(1));

        assertThat(expiry.expire(cutoff, batch -> false).sessions()).isEqualTo(200);
        assertThat(expiry.expire(cutoff, batch -> true).sessions()).isEqualTo(250);
        assertThat(database.rows()).isEmpty();
        assertThat(database.counters()).isEmpty();
    }

    @Test
    void eventThatComesLaterBeginsItsSessionAnew() {
        project(List.of(step("s", "a", T0, "llm_call", 7, 7)), 0);
        expiry.expire(T0.plus(Duration.ofDays(1)), batch -> true);

        project(List.of(step("s", "b", T0.plus(Duration.ofDays(2)), "llm_call", 1, 1)), 1);

        assertThat(database.rows()).hasSize(2).noneMatch(row -> row.contains("\"a\""));
        assertThat(database.counters()).isEqualTo(database.recount());
        assertUsage();
        assertThat(database.jdbc()
                        .sql("select before_offset from expired_sessions where session_id = 's'")
                        .query(Long.class)
                        .list())
                .containsExactly(1L);
    }

    private static void project(List<AgentEvent> events, long from) {
        List<LoggedEvent> logged = new ArrayList<>();
        events.forEach(event -> logged.add(RandomLog.logged(event, 0, from + logged.size())));
        tables.project(List.of(new PartitionBatch(0, from, from + events.size(), null, logged, List.of(), 0)));
    }

    /** Sessions with a step at or after the cutoff, or that began or ended there. */
    private static Set<String> young(RandomLog log, Instant cutoff) {
        Map<String, SessionState> states = new TreeMap<>();
        Set<String> young = new TreeSet<>();
        for (LoggedEvent logged : log.distinct()) {
            AgentEvent event = logged.event();
            String session = event.identity().sessionId();
            SessionState state = states.get(session);
            states.put(
                    session,
                    state == null
                            ? SessionState.of(event, logged.reading(), PRICES)
                            : state.with(event, logged.reading(), PRICES));
            if (event instanceof StepRecorded && !event.timestamp().isBefore(cutoff)) {
                young.add(session);
            }
        }
        states.forEach((session, state) -> {
            Instant end = state.endedAt();
            if (!state.startedAt().isBefore(cutoff) || (end != null && !end.isBefore(cutoff))) {
                young.add(session);
            }
        });
        return young;
    }

    private static void assertUsage() {
        assertThat(database.usage()).isEqualTo(database.usageRecount());
        new UsageCompaction(database.dataSource()).run();
        assertThat(database.usage()).as("compacted").isEqualTo(database.usageRecount());
    }
}
