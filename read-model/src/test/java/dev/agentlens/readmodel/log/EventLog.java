/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEventCodec;
import dev.agentlens.common.event.EventTopic;
import dev.agentlens.testsupport.contract.TopicContract;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topics as the ingest API makes and fills them, and as a test looks into them. */
public final class EventLog implements AutoCloseable {

    public static final int PARTITIONS = 3;

    private final String bootstrapServers;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;

    public EventLog(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
        Map<String, Object> config =
                Map.of("bootstrap.servers", bootstrapServers, "max.request.size", 17 * 1024 * 1024);
        admin = Admin.create(config);
        Map<String, Object> producerConfig = new HashMap<>(config);
        // An idempotent producer loses count of a topic that is re-created beneath it.
        producerConfig.put("enable.idempotence", false);
        producer = new KafkaProducer<>(producerConfig, new ByteArraySerializer(), new ByteArraySerializer());
    }

    public Admin admin() {
        return admin;
    }

    public EventLog createTopics() throws Exception {
        admin.createTopics(List.of(new NewTopic(EventTopic.EVENTS, PARTITIONS, (short) 1)))
                .all()
                .get();
        createDeadLetterTopic();
        return this;
    }

    /** If it is not there yet. */
    public void createDeadLetterTopic() throws Exception {
        if (!admin.listTopics().names().get().contains(EventTopic.DEAD_LETTERS)) {
            admin.createTopics(List.of(new NewTopic(EventTopic.DEAD_LETTERS, 1, (short) 1)))
                    .all()
                    .get();
        }
    }

    /** Returns, by partition, the offset after the last of them, once all are acknowledged. */
    public Map<Integer, Long> append(Collection<? extends AgentEvent> events) throws Exception {
        return appendRecords(events.stream().map(EventLog::record).toList());
    }

    /** Has the log say that a session is erased. */
    public Map<Integer, Long> erase(String sessionId) throws Exception {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(EventTopic.EVENTS, EventTopic.key(sessionId), null);
        EventTopic.erasureHeaders(sessionId, "erasure", Instant.EPOCH).forEach(record.headers()::add);
        return appendRecords(List.of(record));
    }

    public Map<Integer, Long> appendRecords(List<ProducerRecord<byte[], byte[]>> records) throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        records.forEach(record -> sent.add(producer.send(record)));
        Map<Integer, Long> after = new HashMap<>();
        for (Future<RecordMetadata> each : sent) {
            RecordMetadata place = each.get();
            after.merge(place.partition(), place.offset() + 1, Math::max);
        }
        return after;
    }

    public static ProducerRecord<byte[], byte[]> record(AgentEvent event) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                EventTopic.EVENTS, EventTopic.key(event.identity().sessionId()), AgentEventCodec.encode(event));
        EventTopic.headers(event, "0123456789abcdef").forEach(record.headers()::add);
        return record;
    }

    /** How many records the topic of events holds. */
    public long size() {
        return ends(EventTopic.EVENTS).values().stream().mapToLong(n -> n).sum();
    }

    /** Records of the topic of events that were set aside. */
    public List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        return deadLetters(EventTopic.EVENTS);
    }

    public List<ConsumerRecord<byte[], byte[]>> deadLetters(String originalTopic) {
        Map<TopicPartition, Long> ends = ends(EventTopic.DEAD_LETTERS);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            consumer.assign(ends.keySet());
            consumer.seekToBeginning(ends.keySet());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        records.removeIf(letter -> !header(letter, "kafka_dlt-original-topic").equals(originalTopic));
        if (originalTopic.equals(EventTopic.EVENTS)) {
            assertThat(records)
                    .allSatisfy(letter -> assertThat(TopicContract.faults(letter))
                            .as("what docs/api does not say of a dead letter")
                            .isEmpty());
        }
        return records;
    }

    public static String header(ConsumerRecord<?, ?> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }

    private Map<TopicPartition, Long> ends(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer()) {
            int partitions = topic.equals(EventTopic.EVENTS) ? PARTITIONS : 1;
            return consumer.endOffsets(IntStream.range(0, partitions)
                    .mapToObj(n -> new TopicPartition(topic, n))
                    .toList());
        }
    }

    private KafkaConsumer<byte[], byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    @Override
    public void close() {
        producer.close();
        admin.close();
    }
}
