/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.projection;

import static dev.agentlens.common.event.AgentEvents.T0;
import static dev.agentlens.common.event.AgentEvents.step;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.agentlens.readmodel.log.DeadLetters;
import dev.agentlens.readmodel.log.EventLog;
import dev.agentlens.readmodel.log.TopicIdentity;
import dev.agentlens.readmodel.positions.StoppedPartitions;
import dev.agentlens.readmodel.progress.ProjectionHealth;
import dev.agentlens.readmodel.progress.ProjectionProgress;
import dev.agentlens.readmodel.progress.ProjectionTraces;
import dev.agentlens.readmodel.tables.ProjectionDatabase;
import dev.agentlens.readmodel.tables.ReadTables;
import dev.agentlens.testsupport.TestServices;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

/** The consumer against what a container may do to it: records from elsewhere, retries, partitions taken away. */
class EventConsumerIT {

    private static final int RECORDS = 10;
    private static final Map<String, Object> KAFKA = Map.of(
            "bootstrap.servers",
            TestServices.kafkaBootstrapServers(),
            "max.poll.records",
            4,
            "max.request.size",
            2 * 1024 * 1024,
            "compression.type",
            "zstd");

    private final TopicPartition partition = new TopicPartition("consumer-" + UUID.randomUUID(), 0);
    private final ProjectionDatabase database = ProjectionDatabase.migrated();
    private final ReadTables tables = new ReadTables(database.dataSource());
    private final DefaultKafkaProducerFactory<byte[], byte[]> producers =
            new DefaultKafkaProducerFactory<>(KAFKA, new ByteArraySerializer(), new ByteArraySerializer());
    private final KafkaTemplate<byte[], byte[]> kafka = new KafkaTemplate<>(producers);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final ProjectionHealth health = new ProjectionHealth();
    private final ProjectionProgress progress = new ProjectionProgress(meters, Clock.systemUTC());
    private final StoppedPartitions stopped = new StoppedPartitions(health, meters);
    private final TopicIdentity topic = new TopicIdentity(partition.topic(), KAFKA);
    private final DeadLetters deadLetters = new DeadLetters(producers);
    private final Projection projection = projection(Runnable::run);
    private final EventConsumer consumer = projection.consumer();
    private final KafkaConsumer<byte[], byte[]> client =
            new KafkaConsumer<>(KAFKA, new ByteArrayDeserializer(), new ByteArrayDeserializer());

    private Projection projection(Executor writers) {
        return Projection.of(tables, topic, stopped, deadLetters, progress, ProjectionTraces.NONE, health, writers);
    }

    @BeforeEach
    void fillTheLog() throws Exception {
        try (EventLog log = new EventLog(TestServices.kafkaBootstrapServers())) {
            log.admin()
                    .createTopics(List.of(new NewTopic(partition.topic(), 1, (short) 1)))
                    .all()
                    .get();
            log.createDeadLetterTopic();
        }
        for (int i = 0; i < RECORDS; i++) {
            ProducerRecord<byte[], byte[]> event = EventLog.record(step("s", "e" + i, T0, "llm_call", 1, 1));
            kafka.send(partition.topic(), 0, event.key(), event.value()).get();
        }
        client.assign(List.of(partition));
    }

    @AfterEach
    void close() {
        client.close();
        topic.close();
        producers.destroy();
        database.close();
    }

    @Test
    void recordsAheadOfTheTablesAreReadAgainFromWhereTheTablesStand() {
        client.seek(partition, 5);

        consumer.onMessage(poll(), client);

        assertThat(projected()).isEmpty();
        readOnToTheEnd();
        assertThat(projected()).hasSize(RECORDS);
    }

    /**
     * As in a retry, in whose polls partitions may be assigned again: what comes after the write that failed is still held.
     */
    @Test
    void recordsThatWereHeldWhileTheirPartitionWasAssignedAnewLeaveNoGap() {
        client.seek(partition, 4);
        List<ConsumerRecord<byte[], byte[]>> held = poll();
        consumer.onPartitionsAssigned(client, List.of(partition));
        List<ConsumerRecord<byte[], byte[]>> lost = poll();

        consumer.onMessage(held, client);

        assertThat(held.get(0).offset()).isEqualTo(4);
        assertThat(lost.get(0).offset()).isZero();
        assertThat(projected()).isEmpty();
        readOnToTheEnd();
        assertThat(projected()).hasSize(RECORDS);
        assertThat(database.ledger()).isEqualTo(List.of((long) RECORDS, 0L, 0L, 0L));
    }

    @Test
    void recordsOfAPartitionThatIsNotAssignedAnyMoreAreLeftToWhoHasIt() {
        consumer.onPartitionsAssigned(client, List.of(partition));
        List<ConsumerRecord<byte[], byte[]>> held = poll();
        client.assign(List.of());

        consumer.onMessage(held, client);

        assertThat(held).isNotEmpty();
        assertThat(projected()).isEmpty();
        assertThat(database.ledger()).isEqualTo(List.of(0L, 0L, 0L, 0L));
    }

    @Test
    void gapOfTheLogIsPassedOver() {
        consumer.onPartitionsAssigned(client, List.of(partition));
        client.seek(partition, 3);
        consumer.onMessage(poll(), client);
        client.seek(partition, 3);
        consumer.onMessage(poll(), client);

        readOnToTheEnd();
        assertThat(projected()).hasSize(RECORDS - 3);
    }

    @Test
    void batchThatFailedIsNotPassedOverWhenTheNextOneComesInItsPlace() {
        consumer.onPartitionsAssigned(client, List.of(partition));
        database.jdbc().sql("alter table events rename to away").update();
        assertThatThrownBy(() -> consumer.onMessage(poll(), client)).isInstanceOf(DataAccessException.class);

        database.jdbc().sql("alter table away rename to events").update();
        consumer.onMessage(poll(), client);

        readOnToTheEnd();
        assertThat(projected()).hasSize(RECORDS);
        assertThat(database.ledger()).isEqualTo(List.of((long) RECORDS, 0L, 0L, 0L));
    }

    @Test
    void sameBatchMayBeTriedAgainAfterAFailure() {
        consumer.onPartitionsAssigned(client, List.of(partition));
        List<ConsumerRecord<byte[], byte[]>> batch = poll();
        database.jdbc().sql("alter table events rename to away").update();
        assertThatThrownBy(() -> consumer.onMessage(batch, client)).isInstanceOf(DataAccessException.class);

        database.jdbc().sql("alter table away rename to events").update();
        consumer.onMessage(batch, client);

        assertThat(projected()).hasSize(batch.size());
        readOnToTheEnd();
        assertThat(database.ledger()).isEqualTo(List.of((long) RECORDS, 0L, 0L, 0L));
    }

    @Test
    void refusedEventIsSetAsideAlsoWhereARecordThatIsNoEventFollowsIt() throws Exception {
        kafka.send(partition.topic(), 0, null, new byte[] {'x'}).get();
        database.jdbc()
                .sql("alter table events add constraint no check (event_id not in ('e8', 'e9'))")
                .update();
        client.seek(partition, RECORDS - 2);
        List<ConsumerRecord<byte[], byte[]>> last = poll();
        consumer.onPartitionsAssigned(client, List.of(partition));
        database.jdbc().sql("update projection_offsets set next_offset = 8").update();
        consumer.onPartitionsRevokedBeforeCommit(client, List.of(partition));

        consumer.onMessage(last, client);

        assertThat(last).hasSize(3);
        assertThat(database.ledger()).isEqualTo(List.of(0L, 0L, 0L, 3L));
        assertThat(deadLetters()).containsExactlyInAnyOrder(8L, 9L, 10L);
    }

    @Test
    void recordInTheSamePlaceOfATopicMadeAnewIsSetAsideToo() throws Exception {
        DeadLetters deadLetters = new DeadLetters(producers);
        ConsumerRecord<byte[], byte[]> before = new ConsumerRecord<>(partition.topic(), 0, 7, null, new byte[] {'b'});
        ConsumerRecord<byte[], byte[]> after = new ConsumerRecord<>(partition.topic(), 0, 7, null, new byte[] {'a'});
        for (ConsumerRecord<byte[], byte[]> record : List.of(before, before, after)) {
            deadLetters.publish(record, new IllegalArgumentException("bad"), client);
        }

        assertThat(deadLetters()).containsExactly(7L, 7L);
    }

    @Test
    void recordsOfATopicMadeAnewAreNotTakenForThoseThatCameNext() throws Exception {
        consumer.onPartitionsAssigned(client, List.of(partition));
        readOnToTheEnd();
        List<String> before = database.everything();

        try (EventLog log = new EventLog(TestServices.kafkaBootstrapServers())) {
            log.admin().deleteTopics(List.of(partition.topic())).all().get();
            await().pollInterval(Duration.ofMillis(20))
                    .until(() -> !log.admin().listTopics().names().get().contains(partition.topic()));
            log.admin()
                    .createTopics(List.of(new NewTopic(partition.topic(), 1, (short) 1)))
                    .all()
                    .get();
        }
        for (int i = 0; i < 2 * RECORDS; i++) {
            ProducerRecord<byte[], byte[]> event = EventLog.record(step("s", "other" + i, T0, "llm_call", 1, 1));
            kafka.send(partition.topic(), 0, event.key(), event.value()).get();
        }
        kafka.send(partition.topic(), 0, null, new byte[] {'x'}).get();
        await().until(() -> {
            consumer.onMessage(poll(Duration.ofMillis(500)), client);
            return meters.get("agentlens.projector.partitions.stopped").gauge().value() == 1;
        });

        assertThat(database.everything()).isEqualTo(before);
        assertThat(deadLetters()).isEmpty();
    }

    @Test
    void databaseAwayAtAssignmentCostsNoRecord() {
        database.jdbc().sql("alter table projection_offsets rename to away").update();
        consumer.onPartitionsAssigned(client, List.of(partition));
        database.jdbc().sql("alter table away rename to projection_offsets").update();

        readOnToTheEnd();

        assertThat(projected()).hasSize(RECORDS);
    }

    @Test
    void partitionThatAnotherProjectorMovedOnIsReadFromWhereItStandsNow() {
        consumer.onPartitionsAssigned(client, List.of(partition));
        List<ConsumerRecord<byte[], byte[]>> stale = poll();
        database.jdbc().sql("update projection_offsets set next_offset = 7").update();

        consumer.onMessage(stale, client);

        assertThat(projected()).isEmpty();
        assertThat(client.position(partition)).isEqualTo(7);
        readOnToTheEnd();
        assertThat(projected()).containsExactly("e7", "e8", "e9");
    }

    @Test
    void recordsOfARevokedPartitionAreNotApplied() {
        consumer.onPartitionsAssigned(client, List.of(partition));
        List<ConsumerRecord<byte[], byte[]>> batch = poll();
        consumer.onPartitionsRevokedBeforeCommit(client, List.of(partition));
        client.assign(List.of());

        consumer.onMessage(batch, client);

        assertThat(projected()).isEmpty();
    }

    @Test
    void pollIsWrittenWhileTheNextOneIsRead() {
        BlockingQueue<Runnable> writes = new LinkedBlockingQueue<>();
        EventConsumer behind = projection(writes::add).consumer();
        behind.onPartitionsAssigned(client, List.of(partition));

        behind.onMessage(poll(), client);

        assertThat(projected()).isEmpty();
        List<ConsumerRecord<byte[], byte[]>> next = poll();
        writes.remove().run();
        behind.onMessage(next, client);
        assertThat(projected()).containsExactly("e0", "e1", "e2", "e3");
        writes.remove().run();
        assertThat(projected()).hasSize(8);
    }

    @Test
    void largePollIsInTheTablesBeforeTheNextOneIsRead() throws Exception {
        for (int i = 0; i < 8; i++) {
            String event = """
                    {"event_id":"large%d","session_id":"s","event_type":"llm_call","timestamp":"2026-01-01T00:00:00Z",\
                    "input_data":"%s"}""".formatted(i, "a".repeat(1_200_000));
            kafka.send(partition.topic(), 0, "s".getBytes(UTF_8), event.getBytes(UTF_8))
                    .get();
        }
        inThreadsOfTheirOwn(behind -> {
            behind.onPartitionsAssigned(client, List.of(partition));
            database.jdbc()
                    .sql("update projection_offsets set next_offset = " + RECORDS)
                    .update();
            behind.onPartitionsRevokedBeforeCommit(client, List.of(partition));
            behind.onPartitionsAssigned(client, List.of(partition));

            behind.onMessage(poll(), client);

            assertThat(projected()).containsExactly("large0", "large1", "large2", "large3");
        });
    }

    @Test
    void lastPollOfTheLogIsInTheTablesWhenTheConsumerGoesOn() {
        inThreadsOfTheirOwn(behind -> {
            behind.onPartitionsAssigned(client, List.of(partition));
            int read = 0;
            while (read < RECORDS) {
                List<ConsumerRecord<byte[], byte[]>> records = poll();
                read += records.size();
                behind.onMessage(records, client);
            }

            assertThat(projected()).hasSize(RECORDS);
        });
    }

    @Test
    void pollThatWasNotWrittenIsReadAgainAndSoIsWhatFollowedIt() {
        inThreadsOfTheirOwn(behind -> {
            behind.onPartitionsAssigned(client, List.of(partition));
            database.jdbc().sql("alter table events rename to away").update();
            behind.onMessage(poll(), client);
            List<ConsumerRecord<byte[], byte[]>> next = poll();
            assertThatThrownBy(() -> behind.onMessage(next, client)).isInstanceOf(DataAccessException.class);

            database.jdbc().sql("alter table away rename to events").update();
            behind.onMessage(next, client);

            assertThat(client.position(partition)).isZero();
            for (int polls = 0; polls < RECORDS && nextOffset() < RECORDS; polls++) {
                behind.onMessage(poll(), client);
            }
            assertThat(database.ledger()).isEqualTo(List.of((long) RECORDS, 0L, 0L, 0L));
        });
    }

    @Test
    void refusedEventOfThePollBeforeCostsNoOther() throws Exception {
        database.jdbc()
                .sql("alter table events add constraint no check (event_id <> 'e2')")
                .update();
        inThreadsOfTheirOwn(behind -> {
            behind.onPartitionsAssigned(client, List.of(partition));
            for (int polls = 0; polls < RECORDS && nextOffset() < RECORDS; polls++) {
                behind.onMessage(poll(), client);
            }

            assertThat(database.ledger()).isEqualTo(List.of(RECORDS - 1L, 0L, 0L, 1L));
        });
        assertThat(deadLetters()).containsExactly(2L);
    }

    @Test
    void pollIsInTheTablesBeforeItsPartitionIsGivenAway() {
        inThreadsOfTheirOwn(behind -> {
            behind.onPartitionsAssigned(client, List.of(partition));
            behind.onMessage(poll(), client);

            behind.onPartitionsRevokedBeforeCommit(client, List.of(partition));

            assertThat(projected()).hasSize(4);
        });
    }

    private void inThreadsOfTheirOwn(java.util.function.Consumer<EventConsumer> test) {
        ExecutorService writers = Executors.newCachedThreadPool();
        try {
            test.accept(projection(writers).consumer());
        } finally {
            writers.shutdown();
        }
    }

    /** The original offsets of those of this test's topic. */
    private List<Long> deadLetters() throws Exception {
        try (EventLog log = new EventLog(TestServices.kafkaBootstrapServers())) {
            return log.deadLetters(partition.topic()).stream()
                    .map(letter -> ByteBuffer.wrap(letter.headers()
                                    .lastHeader("kafka_dlt-original-offset")
                                    .value())
                            .getLong())
                    .toList();
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> poll() {
        return poll(Duration.ofSeconds(20));
    }

    private List<ConsumerRecord<byte[], byte[]>> poll(Duration timeout) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        client.poll(timeout).forEach(records::add);
        return records;
    }

    private void readOnToTheEnd() {
        for (int polls = 0; polls < 2 * RECORDS && nextOffset() < RECORDS; polls++) {
            consumer.onMessage(poll(), client);
        }
    }

    private long nextOffset() {
        return database.jdbc()
                .sql("select coalesce(max(next_offset), 0) from projection_offsets")
                .query(Long.class)
                .single();
    }

    private List<String> projected() {
        return database.jdbc()
                .sql("select event_id from events order by log_offset")
                .query(String.class)
                .list();
    }
}
