/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.consumer;

import dev.agentlens.common.event.EventTopic;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;

/** Sets records aside that cannot be projected, with spring-kafka's headers saying where from and why. */
class DeadLetters {

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);
    private static final int ANY_PARTITION = -1;

    private final DeadLetterPublishingRecoverer recoverer;

    /** By partition, the offset after the last record that was acknowledged here. Outlives a rebalance in mid-retry. */
    private final Map<TopicPartition, Long> acknowledged = new ConcurrentHashMap<>();

    DeadLetters(KafkaTemplate<byte[], byte[]> kafka) {
        recoverer = new DeadLetterPublishingRecoverer(
                kafka, (record, cause) -> new TopicPartition(EventTopic.DEAD_LETTERS, ANY_PARTITION));
        recoverer.setFailIfSendResultIsError(true);
        recoverer.setWaitForSendResultTimeout(Duration.ofSeconds(10));
    }

    /**
     * Returns when the broker has acknowledged it; throws if it does not, since the record must not be lost. A record
     * whose batch is tried again is not published again.
     */
    void publish(ConsumerRecord<byte[], byte[]> record, RuntimeException reason, Consumer<?, ?> consumer) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (record.offset() < acknowledged.getOrDefault(partition, 0L)) {
            return;
        }
        log.error(
                "Record {}-{}@{} cannot be projected and goes to {}; the others go on: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                EventTopic.DEAD_LETTERS,
                reason.getMessage());
        recoverer.accept(record, consumer, reason);
        acknowledged.put(partition, record.offset() + 1);
    }
}
