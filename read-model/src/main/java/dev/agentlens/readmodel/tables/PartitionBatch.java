/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import dev.agentlens.readmodel.fold.LoggedEvent;
import dev.agentlens.readmodel.fold.SessionErasure;
import java.util.List;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The records of one poll from one partition.
 *
 * @param fromOffset the projection's position in the partition when the batch was read
 * @param nextOffset its position after the batch
 * @param leaderEpoch of the batch's last record; null if unknown
 * @param events in log order
 * @param erasures in log order
 * @param deadLettered records of the batch that are in the dead-letter topic instead
 */
public record PartitionBatch(
        int partition,
        long fromOffset,
        long nextOffset,
        @Nullable Integer leaderEpoch,
        List<LoggedEvent> events,
        List<SessionErasure> erasures,
        int deadLettered) {

    /** Whether this place in the log is of this batch. */
    boolean contains(int partition, long offset) {
        return partition == this.partition && offset >= fromOffset && offset < nextOffset;
    }

    /** The first half of at least two events; dead letters are counted here. */
    public PartitionBatch firstHalf() {
        long middle = middle();
        return new PartitionBatch(
                partition,
                fromOffset,
                middle,
                leaderEpoch,
                events.subList(0, events.size() / 2),
                erasures(offset -> offset < middle),
                deadLettered);
    }

    /** The rest after {@link #firstHalf()}. */
    public PartitionBatch secondHalf() {
        long middle = middle();
        return new PartitionBatch(
                partition,
                middle,
                nextOffset,
                leaderEpoch,
                events.subList(events.size() / 2, events.size()),
                erasures(offset -> offset >= middle),
                0);
    }

    /** With this event in place of its own. */
    public PartitionBatch with(LoggedEvent event) {
        return new PartitionBatch(
                partition, fromOffset, nextOffset, leaderEpoch, List.of(event), erasures, deadLettered);
    }

    /** With all its events counted as dead letters. */
    public PartitionBatch withoutEvents() {
        return new PartitionBatch(
                partition, fromOffset, nextOffset, leaderEpoch, List.of(), erasures, deadLettered + events.size());
    }

    private long middle() {
        return events.get(events.size() / 2).offset();
    }

    private List<SessionErasure> erasures(LongPredicate offset) {
        return erasures.stream()
                .filter(erasure -> offset.test(erasure.offset()))
                .toList();
    }
}
