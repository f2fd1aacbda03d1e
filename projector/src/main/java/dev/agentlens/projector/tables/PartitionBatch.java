/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.tables;

import dev.agentlens.projector.fold.LoggedEvent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one poll brought of one partition.
 *
 * @param fromOffset where the projection of the partition stood when the batch was read
 * @param nextOffset where it stands after the batch
 * @param leaderEpoch of the batch's last record; null where it is not known
 * @param events in log order
 * @param deadLettered records of the batch that stand in the dead-letter topic instead
 */
public record PartitionBatch(
        int partition,
        long fromOffset,
        long nextOffset,
        @Nullable Integer leaderEpoch,
        List<LoggedEvent> events,
        int deadLettered) {

    /** Up to the middle one of at least two events; dead letters are counted here. */
    public PartitionBatch firstHalf() {
        int middle = events.size() / 2;
        return new PartitionBatch(
                partition,
                fromOffset,
                events.get(middle).offset(),
                leaderEpoch,
                events.subList(0, middle),
                deadLettered);
    }

    /** What {@link #firstHalf()} leaves. */
    public PartitionBatch secondHalf() {
        int middle = events.size() / 2;
        return new PartitionBatch(
                partition,
                events.get(middle).offset(),
                nextOffset,
                leaderEpoch,
                events.subList(middle, events.size()),
                0);
    }

    /** With this event in place of its own. */
    public PartitionBatch with(LoggedEvent event) {
        return new PartitionBatch(partition, fromOffset, nextOffset, leaderEpoch, List.of(event), deadLettered);
    }

    /** With all its events counted as dead letters. */
    public PartitionBatch withoutEvents() {
        return new PartitionBatch(
                partition, fromOffset, nextOffset, leaderEpoch, List.of(), deadLettered + events.size());
    }
}
