/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.changelog;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Events of the log after which their sessions have not been published yet, by partition, in log order. */
final class UnpublishedEvents {

    private final Map<TopicPartition, Deque<Event>> events = new HashMap<>();

    private record Event(long offset, String sessionId) {}

    void add(TopicPartition partition, long offset, String sessionId) {
        events.computeIfAbsent(partition, each -> new ArrayDeque<>()).add(new Event(offset, sessionId));
    }

    boolean isEmpty() {
        return events.values().stream().allMatch(Deque::isEmpty);
    }

    int size(TopicPartition partition) {
        return of(partition).size();
    }

    /** The offset of a partition's first; empty where it has none. */
    OptionalLong first(TopicPartition partition) {
        Event first = of(partition).peekFirst();
        return first == null ? OptionalLong.empty() : OptionalLong.of(first.offset());
    }

    /** Sessions of the events before these offsets; a partition without one has none. */
    Set<String> sessionsBefore(Map<Integer, Long> nextOffsets) {
        Set<String> sessionIds = new LinkedHashSet<>();
        events.forEach((partition, ofPartition) -> {
            long end = end(nextOffsets, partition);
            for (Event event : ofPartition) {
                if (event.offset() >= end) {
                    break;
                }
                sessionIds.add(event.sessionId());
            }
        });
        return sessionIds;
    }

    void removeBefore(Map<Integer, Long> nextOffsets) {
        events.forEach((partition, ofPartition) -> {
            long end = end(nextOffsets, partition);
            while (!ofPartition.isEmpty() && ofPartition.getFirst().offset() < end) {
                ofPartition.removeFirst();
            }
        });
    }

    void forget(Collection<TopicPartition> partitions) {
        events.keySet().removeAll(partitions);
    }

    private Deque<Event> of(TopicPartition partition) {
        return events.getOrDefault(partition, new ArrayDeque<>(0));
    }

    private static long end(Map<Integer, Long> nextOffsets, TopicPartition partition) {
        return nextOffsets.getOrDefault(partition.partition(), 0L);
    }
}
