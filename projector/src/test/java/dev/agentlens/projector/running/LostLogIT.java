/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.running;

import static dev.agentlens.common.event.AgentEvents.T0;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentlens.common.event.AgentEvents;
import dev.agentlens.common.event.EventTopic;
import dev.agentlens.embedded.EmbeddedKafka;
import dev.agentlens.readmodel.log.EventLog;
import dev.agentlens.readmodel.tables.ProjectionDatabase;
import dev.agentlens.testsupport.TestServices;
import dev.agentlens.testsupport.TestServices.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A log that lost events stops what it was to be projected into; nothing is passed over in silence. */
class LostLogIT {

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String STOPPED = "agentlens.projector.partitions.stopped";

    /** One for the class; a test restarts it. */
    @TempDir
    private static Path directory;

    private static EmbeddedKafka broker;

    private final Database database = TestServices.newDatabase();
    private final ProjectionDatabase tables = new ProjectionDatabase(database);
    private EventLog log;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedKafka.start(new EmbeddedKafka.Settings(directory.resolve("kafka"), 0, false));
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void start() throws Exception {
        TestServices.deleteTopics(broker.bootstrapServers());
        log = new EventLog(broker.bootstrapServers()).createTopics();
        try (RunningProjector projector = project()) {
            projector.progress().reaches(append("before", 10)).get(60, SECONDS);
        }
    }

    @AfterEach
    void stop() {
        tables.close();
        log.close();
    }

    @Test
    void partitionWhoseNextRecordsWereDeletedStopsAndTheOthersGoOn() throws Exception {
        append("lost", 10);
        log.admin()
                .deleteRecords(Map.of(partition(0), RecordsToDelete.beforeOffset(15)))
                .all()
                .get();
        try (RunningProjector projector = project()) {
            assertStopped(projector, 0, "next offset to project is 10", "log begins at 15", "5 records were deleted");
            othersGoOn(projector, 0);
            assertThat(offset(0)).isEqualTo(10);

            tables.jdbc()
                    .sql("update projection_offsets set next_offset = 15 where log_partition = 0")
                    .update();
            assertGoesOn(projector);
            projector.progress().reaches(append("after", 10)).get(60, SECONDS);
            assertThat(tables.ledger()).isEqualTo(List.of(log.size() - 5, 0L, 0L, 0L));
            assertThat(tables.counters()).isEqualTo(tables.recount());
        }
    }

    @Test
    void partitionThatIsAheadOfItsLogStopsAndTheOthersGoOn() throws Exception {
        tables.jdbc()
                .sql("update projection_offsets set next_offset = 12 where log_partition = 1")
                .update();
        try (RunningProjector projector = project()) {
            assertStopped(projector, 1, "next offset to project is 12", "log ends at 10", "lost records");
            othersGoOn(projector, 1);

            tables.jdbc()
                    .sql("update projection_offsets set next_offset = 10 where log_partition = 1")
                    .update();
            assertGoesOn(projector);
            projector.progress().reaches(append("after", 1)).get(60, SECONDS);
            assertThat(tables.ledger().get(0)).isEqualTo(log.size());
        }
    }

    @Test
    void logThatWasCutOffAndWrittenOnIsNotTakenForOneThatGrew() throws Exception {
        restartBroker();
        append("under the next leader", 10);
        // As if the last two had been projected from the leader before, whose log ended earlier.
        tables.jdbc()
                .sql("update projection_offsets set next_offset = 12, leader_epoch = 0 where log_partition = 2")
                .update();
        try (RunningProjector projector = project()) {
            assertStopped(projector, 2, "cut off", "next to project: 12");
            othersGoOn(projector, 2);
            assertThat(offset(2)).isEqualTo(12);

            tables.jdbc()
                    .sql("update projection_offsets set next_offset = 10 where log_partition = 2")
                    .update();
            assertGoesOn(projector);
            projector.progress().reaches(append("after", 1)).get(60, SECONDS);
            assertThat(tables.ledger().get(0)).isEqualTo(log.size());
        }
    }

    @Test
    void logThatWasRestoredFromAnEarlierMomentIsNotTakenForOneThatGrew() throws Exception {
        // The last projected record was written under a leader that this log has never had.
        tables.jdbc()
                .sql("update projection_offsets set leader_epoch = 77 where log_partition = 2")
                .update();
        append("other", 10);
        try (RunningProjector projector = project("--agentlens.projector.concurrency=1")) {
            assertStopped(projector, 2, "leader epoch 77", "restored from an earlier moment");
            othersGoOn(projector, 2);
            assertThat(offset(2)).isEqualTo(10);

            tables.jdbc()
                    .sql("update projection_offsets set leader_epoch = null where log_partition = 2")
                    .update();
            assertGoesOn(projector);
            projector.progress().reaches(append("after", 1)).get(60, SECONDS);
            assertThat(tables.ledger().get(0)).isEqualTo(log.size());
        }
    }

    @Test
    void topicThatWasMadeAnewUnderARunningProjectorIsNotProjected() throws Exception {
        try (RunningProjector projector = project()) {
            projector.progress().reaches(append("more", 1)).get(60, SECONDS);
            List<String> before = projected();

            makeTopicAnew();
            append("another log", 50);

            assertThatAllStop(projector);
            append("another log still", 50);
            await().atMost(PATIENCE).until(() -> projector.gauge(STOPPED) == EventLog.PARTITIONS);
            assertThat(projected()).isEqualTo(before);
            assertThat(projector.isLive()).isTrue();
        }
    }

    @Test
    void topicThatWasMadeAnewMeanwhileIsNotProjected() throws Exception {
        List<String> before = projected();
        makeTopicAnew();
        append("another log", 50);

        try (RunningProjector projector = project()) {
            assertThatAllStop(projector);
            assertThat(projected()).isEqualTo(before);

            // Kept knowingly: the tables go on from this log.
            tables.jdbc().sql("delete from projection_source").update();
            tables.jdbc()
                    .sql("update projection_offsets set next_offset = 0, leader_epoch = null")
                    .update();
            assertGoesOn(projector);
            projector.progress().reaches(append("after", 1)).get(60, SECONDS);
            assertThat(projected()).hasSize(before.size() + 3 * 51);
        }
    }

    private void makeTopicAnew() throws Exception {
        log.admin().deleteTopics(List.of(EventTopic.EVENTS)).all().get();
        // Deletion goes on behind its response.
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(this::created);
        // A producer that wrote to the old one may wait for its delivery timeout before it finds the new one.
        log.close();
        log = new EventLog(broker.bootstrapServers());
    }

    private boolean created() throws Exception {
        try {
            log.admin()
                    .createTopics(List.of(new NewTopic(EventTopic.EVENTS, EventLog.PARTITIONS, (short) 1)))
                    .all()
                    .get();
            return true;
        } catch (ExecutionException e) {
            assertThat(e).hasCauseInstanceOf(TopicExistsException.class);
            return false;
        }
    }

    private void assertThatAllStop(RunningProjector projector) {
        await().atMost(PATIENCE).until(() -> projector.gauge(STOPPED) == EventLog.PARTITIONS);
        assertThat(projector.isReady()).isFalse();
        assertThat(projector.isLive()).isTrue();
        assertThat(projector.readiness()).contains("deleted and made again", "./agentlens rebuild");
    }

    private void assertStopped(RunningProjector projector, int partition, String... reasons) {
        await().atMost(PATIENCE).until(() -> projector.gauge(STOPPED) == 1);
        assertThat(projector.isReady()).isFalse();
        assertThat(projector.isLive()).isTrue();
        assertThat(projector.readiness())
                .contains(partition(partition).toString())
                .contains(reasons);
    }

    private void othersGoOn(RunningProjector projector, int stopped) throws Exception {
        Map<Integer, Long> end = append("others", 5);
        end.remove(stopped);
        projector.progress().reaches(end).get(60, SECONDS);
        assertThat(projector.gauge(STOPPED)).isEqualTo(1);
        assertThat(projector.isReady()).isFalse();
    }

    private void assertGoesOn(RunningProjector projector) {
        await().atMost(PATIENCE).until(() -> projector.gauge(STOPPED) == 0);
        await().atMost(PATIENCE).until(projector::isReady);
    }

    private RunningProjector project(String... settings) {
        return RunningProjector.start(broker.bootstrapServers(), database, settings);
    }

    private void restartBroker() {
        int port = broker.port();
        broker.close();
        broker = EmbeddedKafka.start(new EmbeddedKafka.Settings(directory.resolve("kafka"), port, false));
        assertThat(broker.port()).isEqualTo(port);
    }

    /** So many to each partition. */
    private Map<Integer, Long> append(String prefix, int count) throws Exception {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int partition = 0; partition < EventLog.PARTITIONS; partition++) {
            for (int i = 0; i < count; i++) {
                ProducerRecord<byte[], byte[]> event = EventLog.record(
                        AgentEvents.step("s" + partition, prefix + "-" + i, T0.plusSeconds(i), "llm_call", 1, 1));
                records.add(new ProducerRecord<>(
                        EventTopic.EVENTS, partition, event.key(), event.value(), event.headers()));
            }
        }
        return log.appendRecords(records);
    }

    private long offset(int partition) {
        return tables.jdbc()
                .sql("select next_offset from projection_offsets where log_partition = :partition")
                .param("partition", partition)
                .query(Long.class)
                .single();
    }

    private List<String> projected() {
        return tables.jdbc()
                .sql("select session_id || '/' || event_id from events order by 1")
                .query(String.class)
                .list();
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition(EventTopic.EVENTS, number);
    }
}
