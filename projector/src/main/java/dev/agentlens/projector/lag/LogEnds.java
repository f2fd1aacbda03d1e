/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.lag;

import dev.agentlens.common.event.EventTopic;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Where the log of events ends. */
public final class LogEnds {

    private final Admin admin;

    LogEnds(Admin admin) {
        this.admin = admin;
    }

    /**
     * Asks Kafka.
     *
     * @return by partition, the offset that the next record will have
     * @throws ExecutionException when Kafka does not respond within 5 s
     */
    public Map<Integer, Long> now() throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        admin.describeTopics(List.of(EventTopic.EVENTS)).allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream())
                .forEach(each ->
                        latest.put(new TopicPartition(EventTopic.EVENTS, each.partition()), OffsetSpec.latest()));
        Map<Integer, Long> ends = new HashMap<>();
        admin.listOffsets(latest)
                .all()
                .get()
                .forEach((partition, info) -> ends.put(partition.partition(), info.offset()));
        return ends;
    }
}
