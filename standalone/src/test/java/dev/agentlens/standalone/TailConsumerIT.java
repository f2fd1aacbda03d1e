/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEventCodec;
import dev.agentlens.common.event.EventTopic;
import dev.agentlens.embedded.EmbeddedKafka;
import dev.agentlens.ingest.publish.RecordLog;
import dev.agentlens.ingest.validation.ValidationResult.Accepted;
import dev.agentlens.readmodel.fold.LoggedEvent;
import dev.agentlens.readmodel.log.EventRecord;
import dev.agentlens.readmodel.log.RecentEvents;
import dev.agentlens.readmodel.log.RecordDecoder;
import dev.agentlens.readmodel.log.TailConsumer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records that this process and others write to the same partitions, as the projection reads them. */
class TailConsumerIT {

    private static final int PARTITIONS = 3;
    private static final List<TopicPartition> ALL = IntStream.range(0, PARTITIONS)
            .mapToObj(partition -> new TopicPartition(EventTopic.EVENTS, partition))
            .toList();

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;

    private final RecentEvents recent = new RecentEvents(this::flush);
    private final RecordLog log = new LocalRecordLog(kafka, recent);
    private final TailConsumer consumer = new TailConsumer(
            Map.of(
                    "bootstrap.servers", kafka.bootstrapServers(),
                    "group.id", "tail",
                    "enable.auto.commit", false,
                    "auto.offset.reset", "none",
                    "isolation.level", "read_committed"),
            recent,
            50);

    private final Map<Integer, List<Long>> read = new HashMap<>();
    private int fromMemory;
    private int fetched;
    private int flushes;

    @BeforeAll
    static void startKafka() throws Exception {
        kafka = EmbeddedKafka.prepare(new EmbeddedKafka.Settings(directory, 0, true));
        kafka.start();
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @BeforeEach
    void createTopic() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(EventTopic.EVENTS, PARTITIONS, (short) 1)
                            .configs(Map.of("retention.ms", "-1"))))
                    .all()
                    .get();
        }
        consumer.assign(ALL);
        // Also waits until each partition can be written to.
        consumer.beginningOffsets(ALL).forEach(consumer::seek);
    }

    @AfterEach
    void deleteTopic() throws Exception {
        consumer.close();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.deleteTopics(List.of(EventTopic.EVENTS)).all().get();
            await().until(() -> !admin.listTopics().names().get().contains(EventTopic.EVENTS));
        }
    }

    @Test
    void eachRecordIsReadOnceAndInOrderWhoeverWroteIt() throws Exception {
        int count = 20_000;
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(count));

        while (!writing.isDone() || recordsRead() < ends()) {
            read(consumer.poll(Duration.ofMillis(50)));
        }

        writing.join();
        assertThat(recordsRead()).isEqualTo(ends());
        read.forEach((partition, offsets) -> assertThat(offsets)
                .as("those of partition %d", partition)
                .isSorted()
                .doesNotHaveDuplicates());
        assertThat(fromMemory).as("from memory").isPositive();
        assertThat(fetched).as("from Kafka").isPositive();
    }

    @Test
    void whatWasTakenIsFetchedWhenTheConsumerSeeksBack() {
        writeHere(0, 100);
        List<LoggedEvent> taken = readAll(100);
        assertThat(fromMemory).isEqualTo(100);

        ALL.forEach(partition -> consumer.seek(partition, 0));
        read.clear();
        fetched = 0;
        List<LoggedEvent> again = readAll(100);

        assertThat(fetched).isEqualTo(100);
        assertThat(again).containsExactlyInAnyOrderElementsOf(taken);
    }

    @Test
    void aRecordFromMemoryIsAsKafkaHasIt() {
        writeHere(0, 10);
        List<ConsumerRecord<byte[], byte[]>> taken = new ArrayList<>();
        while (taken.size() < 10) {
            consumer.poll(Duration.ofMillis(50)).forEach(taken::add);
        }
        ALL.forEach(partition -> consumer.seek(partition, 0));
        Map<String, ConsumerRecord<byte[], byte[]>> kept = new HashMap<>();
        while (kept.size() < 10) {
            consumer.poll(Duration.ofMillis(50))
                    .forEach(record -> kept.put(record.partition() + "-" + record.offset(), record));
        }

        assertThat(taken).allSatisfy(record -> {
            ConsumerRecord<byte[], byte[]> same = kept.get(record.partition() + "-" + record.offset());
            assertThat(record).isInstanceOf(EventRecord.class);
            assertThat(same).isNotInstanceOf(EventRecord.class);
            assertThat(record.key()).isEqualTo(same.key());
            assertThat(record.value()).isEqualTo(same.value());
            assertThat(record.serializedValueSize()).isEqualTo(same.serializedValueSize());
            assertThat(record.headers()).isEqualTo(same.headers());
            assertThat(record.timestamp()).isEqualTo(same.timestamp());
            assertThat(record.leaderEpoch()).isEqualTo(same.leaderEpoch());
        });
    }

    @Test
    void aPartitionThatIsPausedIsNotTakenFromMemoryEither() {
        consumer.pause(ALL);
        writeHere(0, 100);

        assertThat(consumer.poll(Duration.ofMillis(300)).isEmpty()).isTrue();

        consumer.resume(ALL);
        readAll(100);
    }

    @Test
    void recordsOfOthersAreReadWhileThisProcessKeepsWriting() throws Exception {
        RecordMetadata other;
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            other = producer.send(new ProducerRecord<>(EventTopic.EVENTS, key(7), value(7)))
                    .get();
        }

        for (int n = 100; n < 100_000 && !wasRead(other); n += 10) {
            writeHere(n, n + 10);
            read(consumer.poll(Duration.ofMillis(50)));
        }
        assertThat(wasRead(other)).isTrue();
    }

    @Test
    void aPartitionThatAlwaysHasMoreDoesNotKeepTheOthersWaiting() {
        // All partitions have more than some polls take.
        writeHere(0, 7 * 200);

        for (int polls = 0; polls < 2 * PARTITIONS; polls++) {
            read(consumer.poll(Duration.ofMillis(50)));
        }

        assertThat(fetched).isZero();
        assertThat(read.keySet()).hasSize((int) endsOfNonEmpty());
    }

    @Test
    void transactionsOfOthersAreReadWhenTheyAreCommitted() throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "transactional.id", "other"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            producer.send(new ProducerRecord<>(EventTopic.EVENTS, key(1), value(1)))
                    .get();
            // Of the same session, so behind it in the same partition.
            writeHere(8, 9);
            assertThat(consumer.poll(Duration.ofMillis(300)).isEmpty()).isTrue();
            producer.commitTransaction();
        }
        readAll(2);
        writeHere(15, 16);
        readAll(3);

        assertThat(read.values())
                .singleElement()
                .satisfies(offsets -> assertThat(offsets).hasSize(3).isSorted().doesNotHaveDuplicates());
    }

    @Test
    void onlyFetchedRecordsWaitForTheDisk() throws Exception {
        writeHere(0, 100);
        readAll(100);
        assertThat(fetched).isZero();
        assertThat(flushes).isZero();

        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            producer.send(new ProducerRecord<>(EventTopic.EVENTS, key(7), value(7)));
        }
        readAll(101);
        assertThat(flushes).isEqualTo(1);
    }

    private void flush() {
        flushes++;
        kafka.log().orElseThrow().flushed().join();
    }

    /** Those of this process in batches, and one in three of another one. */
    private void write(int count) {
        Random random = new Random(1);
        try (KafkaProducer<byte[], byte[]> producer = producer()) {
            int n = 0;
            while (n < count) {
                int next = Math.min(count, n + 1 + random.nextInt(60));
                if (random.nextInt(20) == 0) {
                    for (; n < next; n++) {
                        producer.send(new ProducerRecord<>(EventTopic.EVENTS, key(n), value(n)));
                    }
                } else {
                    writeHere(n, next);
                    n = next;
                }
            }
        }
    }

    /** Returns when all of them are on the disk. */
    private void writeHere(int from, int to) {
        Semaphore written = new Semaphore(0);
        try (RecordLog.Batch batch = log.begin()) {
            for (int n = from; n < to; n++) {
                AgentEvent event = AgentEventCodec.decode(value(n));
                ProducerRecord<byte[], byte[]> record =
                        new ProducerRecord<>(EventTopic.EVENTS, null, 1_764_300_000_000L + n, key(n), value(n));
                EventTopic.headers(event, digest(n)).forEach(record.headers()::add);
                record.headers().add("traceparent", ("00-trace-" + n).getBytes(UTF_8));
                batch.write(record, new Accepted(event, digest(n), List.of()), (place, failure) -> written.release());
            }
            batch.end();
        }
        written.acquireUninterruptibly(to - from);
    }

    private List<LoggedEvent> readAll(int count) {
        List<LoggedEvent> events = new ArrayList<>();
        while (recordsRead() < count) {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(50));
            read(records);
            records.forEach(record -> events.add(RecordDecoder.decode(record)));
        }
        return events;
    }

    private void read(ConsumerRecords<byte[], byte[]> records) {
        assertThat(records.count()).isLessThanOrEqualTo(50);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            read.computeIfAbsent(record.partition(), each -> new ArrayList<>()).add(record.offset());
            if (record instanceof EventRecord) {
                fromMemory++;
            } else {
                fetched++;
            }
        }
    }

    private boolean wasRead(RecordMetadata record) {
        return read.getOrDefault(record.partition(), List.of()).contains(record.offset());
    }

    private long recordsRead() {
        return read.values().stream().mapToLong(List::size).sum();
    }

    private long ends() {
        return consumer.endOffsets(ALL).values().stream().mapToLong(end -> end).sum();
    }

    private long endsOfNonEmpty() {
        return consumer.endOffsets(ALL).values().stream().filter(end -> end > 0).count();
    }

    private static KafkaProducer<byte[], byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    private static byte[] key(int n) {
        return ("session-" + n % 7).getBytes(UTF_8);
    }

    private static byte[] value(int n) {
        String json = "{\"event_id\":\"e" + n + "\",\"session_id\":\"session-" + n % 7
                + "\",\"event_type\":\"llm_call\",\"timestamp\":\"2026-02-14T10:30:00Z\",\"tokens_in\":" + n
                + ",\"input_data\":{\"prompt\":\"é " + n + "\"},\"custom\":[1.50,null]}";
        return AgentEventCodec.encode(AgentEventCodec.decode(json.getBytes(UTF_8)));
    }

    private static String digest(int n) {
        return "%016x".formatted(n * 31L);
    }
}
