/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What a test adds to a topic, read with Kafka's own consumer. */
final class TopicReader implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;

    /** Keys and values as text, headers in their order; {@code key} is null where there is none. */
    record Read(String key, String value, Map<String, String> headers, int partition, long offset, long timestamp) {}

    /** Will read what is added to {@code topic}, which must exist, from now on. */
    TopicReader(String bootstrapServers, String topic) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        partitions = consumer.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.endOffsets(partitions).forEach(consumer::seek);
    }

    /** Will read all that is in {@code topic}, too. */
    static TopicReader fromBeginning(String bootstrapServers, String topic) {
        TopicReader reader = new TopicReader(bootstrapServers, topic);
        reader.consumer.beginningOffsets(reader.partitions).forEach(reader.consumer::seek);
        return reader;
    }

    /** All that was acknowledged before this call and not yet read; of one partition in its order. */
    List<Read> read() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        List<Read> read = new ArrayList<>();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(Duration.ofSeconds(1)).forEach(record -> read.add(asText(record)));
        }
        return read;
    }

    int partitions() {
        return partitions.size();
    }

    private static Read asText(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> headers = new LinkedHashMap<>();
        record.headers().forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
        return new Read(
                record.key() == null ? null : new String(record.key(), UTF_8),
                new String(record.value(), UTF_8),
                headers,
                record.partition(),
                record.offset(),
                record.timestamp());
    }

    @Override
    public void close() {
        consumer.close();
    }
}
