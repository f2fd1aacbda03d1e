/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.log;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * The id of the topic with a given name, and its end offsets. A topic that is deleted and re-created has another id.
 */
public class TopicIdentity implements AutoCloseable {

    private static final int TIMEOUT_MS = 5_000;

    private final String topic;
    private final Admin admin;

    public TopicIdentity(String topic, Map<String, Object> adminConfig) {
        this.topic = topic;
        Map<String, Object> config = new HashMap<>(adminConfig);
        config.put("default.api.timeout.ms", TIMEOUT_MS);
        config.put("request.timeout.ms", TIMEOUT_MS);
        admin = Admin.create(config);
    }

    /**
     * The end of a partition's log.
     *
     * @param leaderEpoch of its last record; null where it has none
     */
    public record End(long offset, @Nullable Integer leaderEpoch) {}

    /** Kafka's id of the topic. @throws KafkaException if no broker responds within 5 s */
    public String id() {
        return answer(askForId());
    }

    /** Requests {@link #id()} without blocking the caller; {@link #answer} waits for it. */
    public Future<String> askForId() {
        return admin.describeTopics(List.of(topic))
                .topicNameValues()
                .values()
                .iterator()
                .next()
                .thenApply(description -> description.topicId().toString());
    }

    /** @throws KafkaException if no broker says it within 5 s */
    public Map<TopicPartition, End> ends(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        partitions.forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        Map<TopicPartition, End> ends = new HashMap<>();
        answer(admin.listOffsets(latest).all())
                .forEach((partition, info) -> ends.put(
                        partition, new End(info.offset(), info.leaderEpoch().orElse(null))));
        return ends;
    }

    /** @throws KafkaException if no broker responds within 5 s */
    public <T> T answer(Future<T> question) {
        try {
            return question.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new KafkaException("Kafka did not describe the topic " + topic, e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("Kafka did not describe in time the topic " + topic, e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
