/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.changelog;

import dev.agentlens.readmodel.tables.PartitionBatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What is not published yet of one partition, for as long as this process projects it: the sessions of what it committed
 * itself, and a range of the log whose sessions it does not know. Not thread-safe.
 */
final class PartitionChanges {

    private static final long UNKNOWN = -1;

    private final int partition;

    /** By session the offset up to which the partition was committed with its last change. */
    private final Map<String, Long> changed = new HashMap<>();

    /** The log is to be read from here up to {@link #unreadEnd}; unknown until Kafka was asked. */
    private long unread = UNKNOWN;

    private long unreadEnd;

    /** Never before {@link #unreadEnd}: of what lies behind that, everything up to here is published. */
    private long published;

    private long projected;

    /** @param position from which on this process projects the partition */
    PartitionChanges(int partition, long position) {
        this.partition = partition;
        unreadEnd = position;
        published = position;
        projected = position;
    }

    int partition() {
        return partition;
    }

    /** Up to where this process knows the partition to be committed. */
    long projected() {
        return projected;
    }

    int size() {
        return changed.size();
    }

    List<String> sessions() {
        return List.copyOf(changed.keySet());
    }

    void add(PartitionBatch batch) {
        // Boxed once.
        Long nextOffset = batch.nextOffset();
        batch.events().forEach(event -> changed.put(event.identity().sessionId(), nextOffset));
        batch.erasures().forEach(erasure -> changed.put(erasure.sessionId(), nextOffset));
        projected = Math.max(projected, nextOffset);
    }

    /** Forgets the sessions: they are read from the log. */
    void overflow() {
        if (unread == unreadEnd) {
            unread = published;
        }
        unreadEnd = projected;
        published = projected;
        changed.clear();
    }

    /** Also without sessions: the records may all have been dead letters. */
    boolean isDue() {
        return projected > published || !changed.isEmpty();
    }

    /** Sessions that changed up to this offset are published. */
    void published(long offset) {
        changed.values().removeIf(changedAt -> changedAt <= offset);
        published = Math.max(published, offset);
    }

    boolean isRecordedKnown() {
        return unread != UNKNOWN;
    }

    /** @param offset up to which the partition was published when it was projected by another process, or by an earlier one */
    void recorded(long offset) {
        if (unread == UNKNOWN) {
            unread = Math.min(offset, unreadEnd);
        }
    }

    boolean isToBeRead() {
        return unread != UNKNOWN && unread < unreadEnd;
    }

    /** Where the log is to be read next. */
    long unread() {
        return unread;
    }

    /** The log was read, and the sessions of its records are published, up to this offset. */
    void read(long offset) {
        unread = Math.min(Math.max(unread, offset), unreadEnd);
    }

    /** Up to where everything is published; empty while that is not known. */
    OptionalLong publishedUpTo() {
        if (unread == UNKNOWN) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(isToBeRead() ? unread : published);
    }
}
