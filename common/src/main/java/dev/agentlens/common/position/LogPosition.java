/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.position;

import java.util.HashMap;
import java.util.Map;

/**
 * A place in a log: everything before the given offsets.
 *
 * @param topicId the id that Kafka gave the log's topic; a topic that is deleted and re-created has another
 * @param nextOffsets by partition, the offset after the last record that belongs to the position; a partition that is
 *     not named has no such records
 */
public record LogPosition(String topicId, Map<Integer, Long> nextOffsets) {

    public LogPosition {
        nextOffsets = Map.copyOf(nextOffsets);
        nextOffsets.forEach((partition, offset) -> {
            if (partition < 0 || offset < 0) {
                throw new IllegalArgumentException("No place in a log: partition " + partition + " at " + offset);
            }
        });
    }

    /**
     * Everything that is before either of the two.
     *
     * @throws IllegalArgumentException if the other is of another log
     */
    public LogPosition and(LogPosition other) {
        if (!topicId.equals(other.topicId)) {
            throw new IllegalArgumentException("Positions of two logs have nothing in common");
        }
        Map<Integer, Long> both = new HashMap<>(nextOffsets);
        other.nextOffsets.forEach((partition, offset) -> both.merge(partition, offset, Math::max));
        return new LogPosition(topicId, both);
    }

    /** The same, and everything before an offset of one partition. */
    public LogPosition upTo(int partition, long nextOffset) {
        return and(new LogPosition(topicId, Map.of(partition, nextOffset)));
    }

    /** Whether everything before the other, which is of the same log, is before this. */
    public boolean contains(LogPosition other) {
        return other.nextOffsets.entrySet().stream()
                .allMatch(partition -> partition.getValue() <= nextOffsets.getOrDefault(partition.getKey(), 0L));
    }
}
