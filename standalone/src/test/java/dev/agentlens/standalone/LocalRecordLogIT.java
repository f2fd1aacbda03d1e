/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentlens.embedded.EmbeddedKafka;
import dev.agentlens.ingest.publish.RecordLog;
import dev.agentlens.readmodel.log.RecentEvents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.BrokerNotAvailableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a consumer reads of records that never passed a producer. */
class LocalRecordLogIT {

    private static final int PARTITIONS = 12;
    private static final long RECEIVED_AT = 1_764_300_000_123L;

    @TempDir
    private static Path directory;

    private static EmbeddedKafka kafka;
    private static Map<String, Object> client;

    private final RecordLog log = new LocalRecordLog(kafka, new RecentEvents());

    @BeforeAll
    static void startKafka() throws Exception {
        kafka = EmbeddedKafka.prepare(new EmbeddedKafka.Settings(directory, 0, false));
        assertThatThrownBy(new LocalRecordLog(kafka, new RecentEvents())::begin)
                .isInstanceOf(BrokerNotAvailableException.class);
        kafka.start();
        client = Map.of("bootstrap.servers", kafka.bootstrapServers());
        try (Admin admin = Admin.create(client)) {
            Map<String, String> keptForEver = Map.of("retention.ms", "-1");
            admin.createTopics(List.of(
                            new NewTopic("local", PARTITIONS, (short) 1).configs(keptForEver),
                            new NewTopic("sent", PARTITIONS, (short) 1).configs(keptForEver)))
                    .all()
                    .get();
        }
        awaitLeaders("local");
        awaitLeaders("sent");
    }

    /** A broker says that a topic is created before each of its partitions can be written to. */
    private static void awaitLeaders(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.endOffsets(IntStream.range(0, PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList());
        }
    }

    @AfterAll
    static void stopKafka() {
        kafka.close();
    }

    @Test
    void recordsAreWhereAndAsAProducerWouldHavePutThem() throws Exception {
        List<RecordMetadata> written = new ArrayList<>();
        RecordLog.Batch batch = log.begin();
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(client, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (int n = 0; n < 500; n++) {
                batch.write(record("local", n, n % 50 * 500), null, (metadata, failure) -> written.add(metadata));
                producer.send(record("sent", n, n % 50 * 500));
            }
        }
        batch.end();
        batch.close();

        assertThat(written).hasSize(500);
        for (int partition = 0; partition < PARTITIONS; partition++) {
            List<Seen> local = read("local", partition);
            assertThat(local).isEqualTo(read("sent", partition));
            int which = partition;
            assertThat(written.stream()
                            .filter(metadata -> metadata.partition() == which)
                            .map(RecordMetadata::offset))
                    .containsExactlyElementsOf(local.stream().map(Seen::offset).toList());
        }
    }

    @Test
    void aTopicThatIsNotThereIsNamed() {
        RecordLog.Batch batch = log.begin();

        assertThatThrownBy(() -> batch.write(record("missing", 1, 1), null, (metadata, failure) -> {}))
                .isInstanceOf(UnknownTopicOrPartitionException.class)
                .hasMessageContaining("missing");
    }

    @Test
    void aRecordThatTheBrokerRefusesFailsWithItsReason() {
        List<Optional<Exception>> failures = new ArrayList<>();
        RecordLog.Batch batch = log.begin();

        batch.write(
                record("local", 1, 18 * 1024 * 1024), null, (metadata, failure) -> failures.add(Optional.of(failure)));
        batch.end();

        assertThat(failures)
                .singleElement()
                .satisfies(failure -> assertThat(failure.orElseThrow())
                        .isInstanceOf(KafkaException.class)
                        .hasMessageContaining("size"));
    }

    private static ProducerRecord<byte[], byte[]> record(String topic, int n, int bytes) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topic, null, RECEIVED_AT + n, ("session-" + n % 40).getBytes(UTF_8), new byte[bytes]);
        record.headers().add("ce_id", Integer.toString(n).getBytes(UTF_8));
        return record;
    }

    private static List<Seen> read(String topic, int partition) {
        TopicPartition place = new TopicPartition(topic, partition);
        List<Seen> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(client, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(place));
            consumer.seekToBeginning(List.of(place));
            long end = consumer.endOffsets(List.of(place)).get(place);
            while (consumer.position(place) < end) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> records.add(Seen.of(record)));
            }
        }
        return records;
    }

    private record Seen(long offset, long time, TimestampType timeIs, String key, String headers, String value) {

        static Seen of(ConsumerRecord<byte[], byte[]> record) {
            return new Seen(
                    record.offset(),
                    record.timestamp(),
                    record.timestampType(),
                    new String(record.key(), UTF_8),
                    record.headers().toString(),
                    new String(record.value(), UTF_8));
        }
    }
}
