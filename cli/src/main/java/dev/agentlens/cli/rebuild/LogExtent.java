/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.rebuild;

import dev.agentlens.cli.CommandFailedException;
import dev.agentlens.cli.connect.RunningSystem;
import dev.agentlens.cli.topic.TopicReader;
import dev.agentlens.common.event.EventTopic;
import dev.agentlens.readmodel.tables.ReadSchema;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the log holds at a moment.
 *
 * @param topicId Kafka's id of the topic
 * @param starts by partition, its first offset
 * @param ends by partition, the offset after its last
 */
record LogExtent(String topicId, Map<Integer, Long> starts, Map<Integer, Long> ends) {

    static LogExtent of(RunningSystem system) {
        try (TopicReader reader = new TopicReader(system, "agentlens-rebuild")) {
            String topicId = reader.idOf(EventTopic.EVENTS);
            if (topicId == null) {
                throw new CommandFailedException("Kafka at " + system.kafka() + " has no topic " + EventTopic.EVENTS
                        + "; has anything been ingested?");
            }
            Map<Integer, Long> starts = new TreeMap<>();
            Map<Integer, Long> ends = new TreeMap<>();
            reader.ranges(EventTopic.EVENTS).forEach((partition, range) -> {
                starts.put(partition, range.begin());
                ends.put(partition, range.end());
            });
            return new LogExtent(topicId, starts, ends);
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
}
