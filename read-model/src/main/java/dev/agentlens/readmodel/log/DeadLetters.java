/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.log;

import dev.agentlens.common.event.EventTopic;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;

/**
 * Publishes records that cannot be projected as dead letters. Spring-kafka's headers describe their origin and the
 * cause.
 */
public class DeadLetters {

    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);
    private static final int ANY_PARTITION = -1;
    private static final int REMEMBERED = 100_000;

    private final DeadLetterPublishingRecoverer recoverer;
    private final Predicate<ConsumerRecord<byte[], byte[]>> alreadySetAside;

    /**
     * Recently acknowledged records. Outlives a rebalance during a retry; a record that it forgets is published twice.
     */
    private final Set<Published> acknowledged = Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Published, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    });

    /** A record by its place and content: a re-created topic has other records at the same offsets. */
    private record Published(TopicPartition partition, long offset, long timestamp, int key, int value) {

        static Published of(ConsumerRecord<byte[], byte[]> record) {
            return new Published(
                    new TopicPartition(record.topic(), record.partition()),
                    record.offset(),
                    record.timestamp(),
                    Arrays.hashCode(record.key()),
                    Arrays.hashCode(record.value()));
        }
    }

    public DeadLetters(ProducerFactory<byte[], byte[]> producers) {
        this(producers, record -> false);
    }

    /** @param alreadySetAside whether a record is in the topic already */
    public DeadLetters(
            ProducerFactory<byte[], byte[]> producers, Predicate<ConsumerRecord<byte[], byte[]>> alreadySetAside) {
        this.alreadySetAside = alreadySetAside;
        recoverer = new DeadLetterPublishingRecoverer(
                new KafkaTemplate<>(producers),
                (record, cause) -> new TopicPartition(EventTopic.DEAD_LETTERS, ANY_PARTITION));
        recoverer.setFailIfSendResultIsError(true);
        recoverer.setWaitForSendResultTimeout(Duration.ofSeconds(10));
    }

    /**
     * Returns when the broker has acknowledged it; throws if it does not, since the record must not be lost. A record
     * whose batch is tried again is not published again.
     */
    public void publish(ConsumerRecord<byte[], byte[]> record, RuntimeException reason, Consumer<?, ?> consumer) {
        if (hold(record)) {
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
        synchronized (acknowledged) {
            acknowledged.add(Published.of(record));
        }
    }

    /** Whether the record is known to be in the topic already. */
    public boolean hold(ConsumerRecord<byte[], byte[]> record) {
        synchronized (acknowledged) {
            if (acknowledged.contains(Published.of(record))) {
                return true;
            }
        }
        return alreadySetAside.test(record);
    }

    /** Settings of a producer for dead letters. @param kafka those by which Kafka is reached */
    public static Map<String, Object> producerConfig(Map<String, Object> kafka) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "agentlens-projector-dead-letters");
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 17 * 1024 * 1024);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 8_000);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 4_000);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        return config;
    }
}
