/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.testsupport.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.event.EventTopic;
import dev.agentlens.testsupport.TestServices;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * For {@link ExtendWith}: after all tests of a class, every record that AgentLens wrote into the topics of
 * {@link TestServices} in the meantime is as docs/api says.
 */
public final class PublishedRecords implements AfterAllCallback {

    /** Of records that a test itself writes into the topic of events, to see what becomes of them. */
    public static final String KEY_OF_A_TEST = "record-of-a-test";

    private static final Set<String> TOPICS =
            Set.of(EventTopic.EVENTS, EventTopic.REJECTED, EventTopic.DEAD_LETTERS, EventTopic.SESSIONS);

    /** How far the topics have been checked; they are shared by the tests of a JVM. */
    private static final Map<TopicPartition, Long> CHECKED = new HashMap<>();

    @Override
    public synchronized void afterAll(ExtensionContext context) {
        try (KafkaConsumer<byte @Nullable [], byte @Nullable []> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", TestServices.kafkaBootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions(consumer));
            consumer.assign(ends.keySet());
            ends.forEach(
                    (partition, end) -> consumer.seek(partition, Math.min(end, CHECKED.getOrDefault(partition, 0L))));
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofSeconds(1)).forEach(PublishedRecords::check);
            }
            CHECKED.putAll(ends);
        }
    }

    private static List<TopicPartition> partitions(KafkaConsumer<?, ?> consumer) {
        return consumer.listTopics().entrySet().stream()
                .filter(topic -> TOPICS.contains(topic.getKey()))
                .flatMap(topic -> topic.getValue().stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    private static void check(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
        if (record.topic().equals(EventTopic.EVENTS) && Arrays.equals(record.key(), EventTopic.key(KEY_OF_A_TEST))) {
            return;
        }
        assertThat(TopicContract.faults(record))
                .as(
                        "Record %s-%s@%s is not as docs/api says; describe what it holds in the schema there, or do not"
                                + " publish it",
                        record.topic(), record.partition(), record.offset())
                .isEmpty();
    }
}
