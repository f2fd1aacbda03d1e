/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.running;

import static dev.agentlens.common.event.AgentEvents.T0;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvents;
import dev.agentlens.common.event.EventTopic;
import dev.agentlens.embedded.EmbeddedPostgres;
import dev.agentlens.readmodel.log.EventLog;
import dev.agentlens.readmodel.tables.ProjectionDatabase;
import dev.agentlens.testsupport.TestServices;
import dev.agentlens.testsupport.TestServices.Database;
import dev.agentlens.testsupport.UnpackedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** What is lost, doubled or set aside when a part of the system goes away and comes back: nothing. */
class ProjectionOutagesIT {

    private static final String GROUP = "agentlens-projector";

    @TempDir
    private Path directory;

    private String kafka;
    private EventLog log;
    private int sent;

    @BeforeEach
    void openLog() {
        kafka = TestServices.emptyKafka();
        log = new EventLog(kafka);
    }

    @AfterEach
    void closeLog() {
        log.close();
    }

    @Test
    void topicThatDoesNotExistYetIsReadOnceItIsMade() throws Exception {
        Database database = TestServices.newDatabase();
        try (RunningProjector projector = start(database)) {
            await().until(projector::isReady);
            log.createTopics();

            projector.progress().reaches(log.append(events(10))).get(60, SECONDS);

            assertEverythingIsProjectedOnce(database);
        }
    }

    @Test
    void restartReadsOnWhereTheTablesStandWhateverKafkaRemembers() throws Exception {
        log.createTopics();
        Database database = TestServices.newDatabase();
        try (RunningProjector projector = start(database)) {
            projector.progress().reaches(log.append(events(100))).get(60, SECONDS);
        }

        log.admin().deleteConsumerGroups(List.of(GROUP)).all().get();
        try (RunningProjector projector = start(database)) {
            projector.progress().reaches(log.append(events(100))).get(60, SECONDS);
            assertEverythingIsProjectedOnce(database);
        }

        Map<Integer, Long> unread = log.append(events(100));
        Map<TopicPartition, OffsetAndMetadata> atTheEnd = new HashMap<>();
        unread.forEach((partition, end) ->
                atTheEnd.put(new TopicPartition(EventTopic.EVENTS, partition), new OffsetAndMetadata(end)));
        log.admin().alterConsumerGroupOffsets(GROUP, atTheEnd).all().get();
        try (RunningProjector projector = start(database)) {
            projector.progress().reaches(unread).get(60, SECONDS);
            assertEverythingIsProjectedOnce(database);
        }
    }

    @Test
    void databaseThatIsAwayAtTheStartIsWaitedFor() throws Exception {
        log.createTopics();
        EmbeddedPostgres first = postgres(0);
        Database database = new Database(first.jdbcUrl(), first.username(), first.password());
        first.close();

        try (RunningProjector projector = start(database)) {
            Map<Integer, Long> end = log.append(events(50));
            assertThat(projector.isLive()).isTrue();
            assertThat(projector.isReady()).isFalse();

            try (EmbeddedPostgres back = postgres(first.port())) {
                assertThat(back.port()).isEqualTo(first.port());
                await().until(projector::isReady);
                projector.progress().reaches(end).get(60, SECONDS);

                assertEverythingIsProjectedOnce(database);
            }
        }
    }

    @Test
    void databaseThatStopsInMidStreamCostsNothing() throws Exception {
        log.createTopics();
        EmbeddedPostgres postgres = postgres(0);
        Database database = new Database(postgres.jdbcUrl(), postgres.username(), postgres.password());
        try (RunningProjector projector = start(database, "--agentlens.projector.max-poll-records=20")) {
            Map<Integer, Long> end = new HashMap<>();
            projector.progress().reaches(log.append(events(100))).get(60, SECONDS);
            for (int outage = 0; outage < 2; outage++) {
                log.append(events(2_000));
                postgres.close();
                end.putAll(log.append(events(200)));
                await().until(() -> !projector.isReady());
                assertThat(projector.isLive()).isTrue();
                postgres = postgres(postgres.port());
                await().until(projector::isReady);
            }

            projector.progress().reaches(end).get(60, SECONDS);

            assertEverythingIsProjectedOnce(database);
            assertThat(log.deadLetters()).isEmpty();
        } finally {
            postgres.close();
        }
    }

    @Test
    void outageOfTheDatabaseDoesNotMultiplyDeadLetters() throws Exception {
        log.createTopics();
        EmbeddedPostgres postgres = postgres(0);
        Database database = new Database(postgres.jdbcUrl(), postgres.username(), postgres.password());
        try (RunningProjector projector = start(database)) {
            projector.progress().reaches(log.append(events(10))).get(60, SECONDS);
            postgres.close();
            Map<Integer, Long> end =
                    log.appendRecords(List.of(new ProducerRecord<>(EventTopic.EVENTS, null, new byte[] {'x'})));
            await().until(() -> !projector.isReady());
            // Long enough for several tries.
            await().until(() -> log.deadLetters().size() > 0);
            postgres = postgres(postgres.port());

            projector.progress().reaches(end).get(60, SECONDS);

            assertThat(log.deadLetters()).hasSize(1);
        } finally {
            postgres.close();
        }
    }

    @Test
    void readinessReportsAnOffsetThatTheLogDoesNotHave() throws Exception {
        log.createTopics();
        Database database = TestServices.newDatabase();
        try (RunningProjector projector = start(database)) {
            projector.progress().reaches(log.append(events(50))).get(60, SECONDS);
        }
        try (ProjectionDatabase tables = new ProjectionDatabase(database)) {
            tables.jdbc()
                    .sql("update projection_offsets set next_offset = 9000")
                    .update();
        }

        try (RunningProjector projector = start(database)) {
            await().until(() -> !projector.isReady());
            assertThat(projector.isLive()).isTrue();
        }
    }

    @Test
    void noExceptionMakesTheContainerGiveABatchUp() throws Exception {
        log.createTopics();
        ProjectionDatabase database = ProjectionDatabase.migrated();
        AtomicInteger calls = new AtomicInteger();
        DataSource flawed = new DelegatingDataSource(database.dataSource()) {
            @Override
            public Connection getConnection() throws SQLException {
                if (calls.incrementAndGet() == 2) {
                    throw new ClassCastException("a flaw in this program");
                }
                return super.getConnection();
            }
        };
        log.append(events(50));

        try (BareProjector projector = BareProjector.start(kafka, flawed)) {
            await().until(() -> projected(database) == 50);
            assertThat(calls.get()).isGreaterThan(2);
        } finally {
            database.close();
        }
    }

    @Test
    void projectorThatIsEndedInMidStreamIsTakenUpByTheNext() throws Exception {
        log.createTopics();
        Database database = TestServices.newDatabase();
        try (ProjectionDatabase tables = new ProjectionDatabase(database)) {
            Map<Integer, Long> end = log.append(events(20_000));
            for (int restart = 0; restart < 3; restart++) {
                long before = projected(tables);
                try (RunningProjector projector = start(database, "--agentlens.projector.max-poll-records=10")) {
                    await().pollInterval(Duration.ofMillis(2)).until(() -> projected(tables) > before);
                }
            }
            assertThat(projected(tables)).as("ended in mid-stream").isLessThan(20_000);

            try (RunningProjector projector = start(database)) {
                projector.progress().reaches(end).get(60, SECONDS);
            }
            assertEverythingIsProjectedOnce(database);
        }
    }

    private RunningProjector start(Database database, String... settings) {
        return RunningProjector.start(kafka, database, settings);
    }

    private EmbeddedPostgres postgres(int port) {
        return EmbeddedPostgres.start(
                new EmbeddedPostgres.Settings(directory.resolve("postgres"), UnpackedPostgres.directory(), port, 30));
    }

    /** Never sent before, of several sessions. */
    private List<AgentEvent> events(int count) {
        int from = sent;
        sent += count;
        return IntStream.range(from, sent)
                .<AgentEvent>mapToObj(
                        i -> AgentEvents.step("session-" + i % 17, "event-" + i, T0.plusSeconds(i), "llm_call", 1, 2))
                .toList();
    }

    private void assertEverythingIsProjectedOnce(Database database) {
        try (ProjectionDatabase tables = new ProjectionDatabase(database)) {
            assertThat(tables.ledger()).isEqualTo(List.of(log.size(), 0L, 0L, 0L));
            assertThat(tables.counters()).isEqualTo(tables.recount());
            assertThat(tables.jdbc()
                            .sql("select count(*) from events")
                            .query(Long.class)
                            .single())
                    .isEqualTo(sent);
        }
    }

    private static long projected(ProjectionDatabase tables) {
        boolean made = tables.jdbc()
                .sql("select to_regclass('projection_offsets') is not null")
                .query(Boolean.class)
                .single();
        return made ? tables.ledger().get(0) : 0;
    }
}
