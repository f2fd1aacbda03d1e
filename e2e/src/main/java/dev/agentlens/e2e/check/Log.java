/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.check;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads topics past all proxies. Not thread-safe. */
final class Log implements AutoCloseable {

    static final String EVENTS = "agentlens.events.v1";
    static final String REJECTED = "agentlens.rejected.v1";
    static final String SESSIONS = "agentlens.sessions.v1";
    static final String DEAD_LETTERS = "agentlens.events.v1-dlt";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaConsumer<byte[], byte[]> consumer;

    Log(String bootstrap) {
        consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        "check",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                        5_000,
                        ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
                        1),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
    }

    /** The offset after the last record, by partition; fails if the broker does not say within {@code patience}. */
    Map<Integer, Long> ends(String topic, Duration patience) {
        Map<Integer, Long> ends = new TreeMap<>();
        List<TopicPartition> partitions = consumer.partitionsFor(topic, patience).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
        consumer.endOffsets(partitions, patience).forEach((partition, end) -> ends.put(partition.partition(), end));
        return ends;
    }

    /** All records from the beginning up to what is the end when this is called; a partition's in order. */
    void forEach(String topic, Consumer<ConsumerRecord<byte[], byte[]>> action) {
        List<TopicPartition> partitions = partitions(topic);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        long giveUp = System.nanoTime() + PATIENCE.toNanos();
        while (!partitions.stream().allMatch(p -> consumer.position(p, PATIENCE) >= ends.getOrDefault(p, 0L))) {
            var records = consumer.poll(Duration.ofMillis(500));
            for (ConsumerRecord<byte[], byte[]> record : records) {
                if (record.offset() < ends.getOrDefault(new TopicPartition(topic, record.partition()), 0L)) {
                    action.accept(record);
                }
            }
            if (!records.isEmpty()) {
                giveUp = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() > giveUp) {
                throw new IllegalStateException("Nothing more of " + topic + " comes, though its end is not reached");
            }
        }
        consumer.unsubscribe();
    }

    private List<TopicPartition> partitions(String topic) {
        return consumer.partitionsFor(topic, PATIENCE).stream()
                .map(info -> new TopicPartition(topic, info.partition()))
                .toList();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
