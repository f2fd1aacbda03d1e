/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.changelog;

import dev.agentlens.common.event.EventTopic;
import dev.agentlens.projector.ProjectorProperties;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * The keys of {@code agentlens.events.v1}, for what no process remembers; and the offsets up to which it is published, kept
 * as those of a consumer group without members. It fetches nothing unless {@link #read} is called. Used by one thread.
 */
final class LogKeys implements AutoCloseable {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofSeconds(1);

    /** So that the process can end in time. */
    private static final Duration MAX_CLOSE = Duration.ofSeconds(1);

    /** A record's key says which session it is of; its value is never looked at. */
    private static final Deserializer<@Nullable Void> UNREAD = (topic, value) -> null;

    private final KafkaConsumer<String, @Nullable Void> consumer;

    /** @param nextOffset after the last record */
    record Keys(Set<String> sessionIds, long nextOffset) {}

    /** @param kafka settings by which Kafka is reached */
    LogKeys(Map<String, Object> kafka, ProjectorProperties properties) {
        consumer = new KafkaConsumer<>(config(kafka, properties), new StringDeserializer(), UNREAD);
    }

    /**
     * Up to where each partition is published; 0 where the group has no offset, or one that the log does not have: that was
     * another log.
     *
     * @throws KafkaException if no broker responds in time
     */
    Map<Integer, Long> recorded(Collection<Integer> partitions) {
        Set<TopicPartition> asked = new HashSet<>();
        partitions.forEach(partition -> asked.add(partition(partition)));
        Map<TopicPartition, @Nullable OffsetAndMetadata> committed = new HashMap<>(consumer.committed(asked, TIMEOUT));
        Map<TopicPartition, Long> ends = consumer.endOffsets(asked, TIMEOUT);
        Map<Integer, Long> recorded = new HashMap<>();
        for (TopicPartition partition : asked) {
            OffsetAndMetadata offset = committed.get(partition);
            long known = offset == null ? 0 : offset.offset();
            recorded.put(partition.partition(), known <= ends.getOrDefault(partition, 0L) ? known : 0);
        }
        return recorded;
    }

    /** @throws KafkaException if they are not committed */
    void record(Map<Integer, Long> published) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        published.forEach((partition, offset) -> offsets.put(partition(partition), new OffsetAndMetadata(offset)));
        consumer.commitSync(offsets, MAX_CLOSE);
    }

    /**
     * The keys of the next records of a partition, which may be none.
     *
     * @throws KafkaException if they cannot be read
     */
    Keys read(int partition, long offset) {
        TopicPartition from = partition(partition);
        if (!consumer.assignment().equals(Set.of(from)) || consumer.position(from) != offset) {
            consumer.assign(List.of(from));
            consumer.seek(from, offset);
        }
        Set<String> sessionIds = new LinkedHashSet<>();
        for (ConsumerRecord<String, @Nullable Void> record : consumer.poll(POLL)) {
            if (record.key() != null) {
                sessionIds.add(record.key());
            }
        }
        return new Keys(sessionIds, consumer.position(from, TIMEOUT));
    }

    /** Lets go of what was fetched. */
    void stopReading() {
        consumer.unsubscribe();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(MAX_CLOSE));
    }

    private static TopicPartition partition(int number) {
        return new TopicPartition(EventTopic.EVENTS, number);
    }

    private static Map<String, Object> config(Map<String, Object> kafka, ProjectorProperties properties) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.remove(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG);
        config.remove(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "agentlens-projector-sessions");
        config.put(ConsumerConfig.GROUP_ID_CONFIG, properties.group() + "-sessions");
        config.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, properties.maxPollRecords());
        return config;
    }
}
