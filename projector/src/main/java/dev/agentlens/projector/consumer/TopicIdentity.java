/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.consumer;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Which topic it is that bears a name, and which leaders its partitions have had: one that is deleted and made again has
 * another id, one that is restored from an earlier moment may have had fewer leaders.
 */
class TopicIdentity implements AutoCloseable {

    private static final int TIMEOUT_MS = 5_000;

    private final String topic;
    private final Admin admin;

    TopicIdentity(String topic, Map<String, Object> adminConfig) {
        this.topic = topic;
        Map<String, Object> config = new HashMap<>(adminConfig);
        config.put("default.api.timeout.ms", TIMEOUT_MS);
        config.put("request.timeout.ms", TIMEOUT_MS);
        admin = Admin.create(config);
    }

    /** Kafka's id of the topic. @throws KafkaException if no broker says it within 5 s */
    String id() {
        return answer(admin.describeTopics(List.of(topic))
                        .topicNameValues()
                        .values()
                        .iterator()
                        .next())
                .topicId()
                .toString();
    }

    /** Of each partition, the epoch of its leader; absent where the broker does not say. @throws KafkaException as id() */
    Map<TopicPartition, Integer> leaderEpochs(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        Map<TopicPartition, Integer> epochs = new HashMap<>();
        answer(admin.listOffsets(latest).all())
                .forEach((partition, offset) -> offset.leaderEpoch().ifPresent(epoch -> epochs.put(partition, epoch)));
        return epochs;
    }

    private <T> T answer(KafkaFuture<T> future) {
        try {
            return future.get(TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new KafkaException("Kafka did not say which topic " + topic + " is", e.getCause());
        } catch (TimeoutException e) {
            throw new KafkaException("Kafka did not say in time which topic " + topic + " is", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
