/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.changelog;

import dev.agentlens.readmodel.progress.ProjectionListener;
import dev.agentlens.readmodel.tables.PartitionBatch;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sessions that this process has changed in the read tables and not published yet, by partition. Its memory is bounded: of a
 * partition with too many only the range of the log is kept in which they are found. Thread-safe.
 */
final class UnpublishedSessions implements ProjectionListener {

    private final int maxSessions;
    private final Map<Integer, PartitionChanges> partitions = new HashMap<>();

    /** @param maxSessions of all partitions together; those of one poll may be added to it for a moment */
    UnpublishedSessions(int maxSessions) {
        this.maxSessions = maxSessions;
    }

    /** Sessions to be published, of one partition. @param nextOffset up to which the partition is published after them */
    record Due(PartitionChanges changes, long nextOffset, List<String> sessionIds) {}

    /** A range of the log whose sessions are to be published; it may end later by the time it is read. */
    record Unread(PartitionChanges changes, int partition, long offset) {}

    @Override
    public synchronized void positioned(int partition, long nextOffset) {
        PartitionChanges known = partitions.get(partition);
        // The position is not the one that this process left: a commit without a response, other tables, or another
        // log.
        if (known == null || known.projected() != nextOffset) {
            partitions.put(partition, new PartitionChanges(partition, nextOffset));
        }
    }

    @Override
    public synchronized void projected(List<PartitionBatch> batches) {
        for (PartitionBatch batch : batches) {
            PartitionChanges changes = partitions.get(batch.partition());
            if (changes != null) {
                changes.add(batch);
                if (size() > maxSessions) {
                    changes.overflow();
                }
            }
        }
    }

    @Override
    public synchronized void released(Collection<Integer> released) {
        partitions.keySet().removeAll(released);
    }

    private int size() {
        return partitions.values().stream().mapToInt(PartitionChanges::size).sum();
    }

    synchronized boolean hasPartitions() {
        return !partitions.isEmpty();
    }

    /** Partitions with an unknown published position. */
    synchronized Set<Integer> unknown() {
        Set<Integer> unknown = new LinkedHashSet<>();
        partitions.forEach((partition, changes) -> {
            if (!changes.isRecordedKnown()) {
                unknown.add(partition);
            }
        });
        return unknown;
    }

    /** Sets up to which offsets partitions were published before. */
    synchronized void recorded(Map<Integer, Long> offsets) {
        offsets.forEach((partition, offset) -> {
            PartitionChanges changes = partitions.get(partition);
            if (changes != null) {
                changes.recorded(offset);
            }
        });
    }

    /** Sessions whose rows are to be read after this call. */
    synchronized List<Due> due() {
        return partitions.values().stream()
                .filter(PartitionChanges::isDue)
                .map(changes -> new Due(changes, changes.projected(), changes.sessions()))
                .toList();
    }

    /** Those that were published; of sessions that changed since they remain due. */
    synchronized void published(List<Due> due) {
        due.forEach(each -> each.changes().published(each.nextOffset()));
    }

    synchronized Optional<Unread> unread() {
        return partitions.values().stream()
                .filter(PartitionChanges::isToBeRead)
                .findFirst()
                .map(changes -> new Unread(changes, changes.partition(), changes.unread()));
    }

    /** The sessions of these records are published, up to this offset. */
    synchronized void read(Unread unread, long nextOffset) {
        unread.changes().read(nextOffset);
    }

    /** Up to where everything is published, of partitions of which that is known. */
    synchronized Map<Integer, Long> published() {
        Map<Integer, Long> offsets = new HashMap<>();
        partitions.forEach(
                (partition, changes) -> changes.publishedUpTo().ifPresent(offset -> offsets.put(partition, offset)));
        return offsets;
    }

    /** Whether the tables are ahead of this process in one of the partitions: then another process projects it. */
    synchronized boolean isOvertaken(Collection<PartitionChanges> partitions, Map<Integer, Long> nextOffsets) {
        return partitions.stream()
                .anyMatch(changes -> nextOffsets.getOrDefault(changes.partition(), 0L) > changes.projected());
    }
}
