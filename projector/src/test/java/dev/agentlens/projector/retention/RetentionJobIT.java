/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.retention;

import static dev.agentlens.common.event.AgentEvents.T0;
import static dev.agentlens.common.event.AgentEvents.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.readmodel.fold.LoggedEvent;
import dev.agentlens.readmodel.tables.PartitionBatch;
import dev.agentlens.readmodel.tables.ProjectionDatabase;
import dev.agentlens.readmodel.tables.ReadTables;
import dev.agentlens.readmodel.tables.SessionExpiry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RetentionJobIT {

    private static final Instant NOW = T0.plus(Duration.ofDays(30));

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger runs = new AtomicInteger();
    private ProjectionDatabase database;

    @BeforeEach
    void projectAnOldAndAYoungSession() {
        database = ProjectionDatabase.migrated();
        ReadTables tables = new ReadTables(database.dataSource());
        tables.places("a-log", Map.of(0, 0L));
        List<LoggedEvent> events = List.of(
                logged(step("old", "e", NOW.minus(Duration.ofDays(8)), "llm_call", 1, 1), 0),
                logged(step("young", "e", NOW.minus(Duration.ofDays(6)), "llm_call", 1, 1), 1));
        tables.project(List.of(new PartitionBatch(0, 0, 2, null, events, List.of(), 0)));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void takesOutWhatIsOlderThanTheDays() {
        job(7).run();

        assertThat(sessions()).containsExactly("young");

        assertThat(expired()).isEqualTo(1);
        assertThat(runs).hasValue(1);
    }

    @Test
    void goesOnAfterAFailure() {
        RetentionJob job = job(7);
        database.jdbc().sql("alter table sessions rename to sessions_away").update();
        job.run();
        assertThat(expired()).isZero();
        database.jdbc().sql("alter table sessions_away rename to sessions").update();

        job.run();
        assertThat(sessions()).containsExactly("young");
    }

    private RetentionJob job(int days) {
        return new RetentionJob(
                new SessionExpiry(database.dataSource()),
                new RetentionProperties(days),
                Clock.fixed(NOW, ZoneOffset.UTC),
                meters,
                runs::incrementAndGet);
    }

    private List<String> sessions() {
        return database.jdbc()
                .sql("select session_id from sessions order by session_id")
                .query(String.class)
                .list();
    }

    private double expired() {
        return meters.get("agentlens.projector.sessions.expired").counter().count();
    }

    private static LoggedEvent logged(AgentEvent event, long offset) {
        return new LoggedEvent(event, 0, offset, offset);
    }
}
