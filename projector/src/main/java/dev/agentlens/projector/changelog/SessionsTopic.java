/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.changelog;

import dev.agentlens.common.event.EventTopic;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topic {@code agentlens.sessions.v1}, to be written to. */
final class SessionsTopic implements AutoCloseable {

    /** After this a record that was handed over has either been written or never will be. */
    static final Duration DELIVERY_TIMEOUT = Duration.ofSeconds(8);

    private static final Logger log = LoggerFactory.getLogger(SessionsTopic.class);
    private static final int CALL_TIMEOUT_S = 10;

    private final Map<String, Object> adminConfig;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Clock clock;

    /** @param kafka settings by which Kafka is reached */
    SessionsTopic(Map<String, Object> kafka, Clock clock) {
        this.clock = clock;
        adminConfig = new HashMap<>(kafka);
        adminConfig.put("default.api.timeout.ms", CALL_TIMEOUT_S * 1_000);
        adminConfig.put("request.timeout.ms", CALL_TIMEOUT_S * 1_000 / 2);
        producer = new KafkaProducer<>(producerConfig(kafka));
    }

    /**
     * Makes the topic if it is missing: compacted, with as many partitions and replicas as that of the events, so that a
     * session has the same partition in both. One that exists is left as it is.
     *
     * @throws KafkaException if there are no events yet, or no broker says so in time
     */
    void require() {
        try (Admin admin = Admin.create(adminConfig)) {
            if (answer(admin.listTopics().names()).contains(EventTopic.SESSIONS)) {
                return;
            }
            TopicDescription events = Objects.requireNonNull(
                    answer(admin.describeTopics(List.of(EventTopic.EVENTS)).allTopicNames())
                            .get(EventTopic.EVENTS));
            short replicas = (short) events.partitions().get(0).replicas().size();
            NewTopic topic = new NewTopic(
                            EventTopic.SESSIONS, events.partitions().size(), replicas)
                    .configs(Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
            answer(admin.createTopics(List.of(topic)).all());
            log.info("Created topic {}", EventTopic.SESSIONS);
        } catch (TopicExistsException e) {
            log.debug("Another projector was quicker", e);
        }
    }

    /** Returns when all are acknowledged. @throws KafkaException if one is not */
    void publish(Collection<? extends SessionRecord> sessions) {
        List<Future<RecordMetadata>> sent = sessions.stream()
                .map(session -> producer.send(session.toRecord(clock.instant())))
                .toList();
        producer.flush();
        sent.forEach(SessionsTopic::answer);
    }

    @Override
    public void close() {
        producer.close(DELIVERY_TIMEOUT);
    }

    private static <T> T answer(Future<T> question) {
        try {
            return question.get(CALL_TIMEOUT_S, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException failure
                    ? failure
                    : new KafkaException("Kafka refused", e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("Kafka did not answer in time", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private static Map<String, Object> producerConfig(Map<String, Object> kafka) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "agentlens-projector-sessions");
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "zstd");
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, (int) DELIVERY_TIMEOUT.toMillis());
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) DELIVERY_TIMEOUT.toMillis() / 2);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
        return config;
    }
}
