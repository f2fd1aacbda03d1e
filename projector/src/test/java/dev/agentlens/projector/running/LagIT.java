/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.running;

import static dev.agentlens.common.event.AgentEvents.T0;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvents;
import dev.agentlens.readmodel.log.EventLog;
import dev.agentlens.testsupport.TestServices;
import dev.agentlens.testsupport.TestServices.Database;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LagIT {

    @Test
    void lagIsWhatTheTablesDoNotHaveYetAndItsAge() throws Exception {
        Database database = TestServices.newDatabase();
        String kafka = TestServices.emptyKafka();
        try (EventLog log = new EventLog(kafka).createTopics();
                RunningProjector projector = RunningProjector.start(kafka, database)) {
            projector.progress().reaches(log.append(events("before"))).get(60, SECONDS);
            await().until(() -> gauges(projector, "events").size() == EventLog.PARTITIONS);
            await().until(() -> sum(projector, "events") == 0);
            assertThat(sum(projector, "seconds")).isZero();
            Timer freshness = freshness(projector);
            assertThat(freshness.count()).isEqualTo(20);

            try (Connection other =
                            DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
                    Statement lock = other.createStatement()) {
                other.setAutoCommit(false);
                lock.execute("select * from agentlens.projection_offsets for update");
                log.append(events("held"));
                await().until(() -> sum(projector, "events") == 20);
                await().until(() -> sum(projector, "seconds") > 0);
                assertThat(freshness.count()).isEqualTo(20);
                other.rollback();
            }
            await().until(() -> sum(projector, "events") == 0);
            assertThat(sum(projector, "seconds")).isZero();
            await().until(() -> freshness.count() == 40);
        }
    }

    private static List<AgentEvent> events(String prefix) {
        return IntStream.range(0, 20)
                .<AgentEvent>mapToObj(
                        i -> AgentEvents.step("s" + i, prefix + "-" + i, T0.plusSeconds(i), "llm_call", 1, 1))
                .toList();
    }

    private static double sum(RunningProjector projector, String what) {
        return gauges(projector, what).stream().mapToDouble(Gauge::value).sum();
    }

    private static Timer freshness(RunningProjector projector) {
        return projector
                .context()
                .getBean(MeterRegistry.class)
                .get("agentlens.projector.freshness")
                .timer();
    }

    private static Collection<Gauge> gauges(RunningProjector projector, String what) {
        return projector
                .context()
                .getBean(MeterRegistry.class)
                .find("agentlens.projector.lag." + what)
                .gauges();
    }
}
