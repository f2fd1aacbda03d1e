/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.rebuild;

import dev.agentlens.cli.CommandFailedException;
import dev.agentlens.cli.connect.RunningSystem;
import dev.agentlens.common.event.EventTopic;
import dev.agentlens.readmodel.tables.ReadSchema;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * What the log holds at a moment.
 *
 * @param topicId Kafka's id of the topic
 * @param starts by partition, its first offset
 * @param ends by partition, the offset after its last
 */
record LogExtent(String topicId, Map<Integer, Long> starts, Map<Integer, Long> ends) {

    static LogExtent of(RunningSystem system) {
        try (Admin admin = Admin.create(system.adminConfig())) {
            TopicDescription topic = admin.describeTopics(List.of(EventTopic.EVENTS))
                    .topicNameValues()
                    .values()
                    .iterator()
                    .next()
                    .get();
            List<TopicPartition> partitions = topic.partitions().stream()
                    .map(partition -> new TopicPartition(topic.name(), partition.partition()))
                    .toList();
            return new LogExtent(
                    topic.topicId().toString(),
                    offsets(admin, partitions, OffsetSpec.earliest()),
                    offsets(admin, partitions, OffsetSpec.latest()));
        } catch (ExecutionException e) {
            throw new CommandFailedException(
                    "Kafka at " + system.kafka() + " does not report what " + EventTopic.EVENTS + " holds: "
                            + e.getMessage() + "; is it running, and has anything been ingested?",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("Interrupted", e);
        }
    }

    long records() {
        return between(starts, ends);
    }

    /** Of the log's records, those before {@code nextOffsets}. */
    long recordsBefore(Map<Integer, Long> nextOffsets) {
        return nextOffsets.isEmpty() ? 0 : records() - between(nextOffsets, ends);
    }

    static long between(Map<Integer, Long> from, Map<Integer, Long> to) {
        return to.entrySet().stream()
                .mapToLong(end -> Math.max(0, end.getValue() - from.getOrDefault(end.getKey(), 0L)))
                .sum();
    }

    /** @throws CommandFailedException if the live tables have events that a rebuild from this log would not */
    void requireAllThatIsLive(Schemas schemas, boolean acceptLoss) {
        String live = schemas.source(ReadSchema.LIVE);
        if (acceptLoss || live == null) {
            return;
        }
        String goOn = "; new tables would lack them. --accept-loss rebuilds all the same";
        if (!live.equals(topicId)) {
            throw new CommandFailedException(
                    "The live tables are a fold of another log (" + live + ") than " + EventTopic.EVENTS + " is now ("
                            + topicId + "): what was only in that one is not in this one" + goOn);
        }
        List<Integer> trimmed = starts.entrySet().stream()
                .filter(start -> start.getValue() > 0)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (!trimmed.isEmpty()) {
            throw new CommandFailedException(
                    "The log does not have its first records any more (partitions " + trimmed + ")" + goOn);
        }
    }

    private static Map<Integer, Long> offsets(Admin admin, List<TopicPartition> partitions, OffsetSpec which)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, ListOffsetsResultInfo> offsets = admin.listOffsets(
                        partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> which)))
                .all()
                .get();
        Map<Integer, Long> byPartition = new TreeMap<>();
        offsets.forEach((partition, info) -> byPartition.put(partition.partition(), info.offset()));
        return byPartition;
    }
}
