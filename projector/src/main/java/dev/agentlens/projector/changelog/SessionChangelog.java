/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.changelog;

import dev.agentlens.projector.changelog.LogKeys.Keys;
import dev.agentlens.projector.changelog.UnpublishedSessions.Due;
import dev.agentlens.projector.changelog.UnpublishedSessions.Unread;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the state, or the erasure, of each unpublished session as the tables have it, and records up to which offset of
 * the log that is done. Only where this process does not know which sessions those are, it reads their keys from the log.
 * Used by one thread.
 */
final class SessionChangelog {

    private static final Logger log = LoggerFactory.getLogger(SessionChangelog.class);

    private static final int MAX_STATES = 200;

    /**
     * States that took longer to read are read again. With the time that a delivery may take it is less than the session
     * timeout: a process that was frozen does not publish what it read before.
     */
    private static final Duration MAX_AGE = Duration.ofSeconds(5);

    /** How long the log is read while other sessions wait. */
    private static final Duration READING = Duration.ofSeconds(1);

    private static final Duration RECORD_PERIOD = Duration.ofSeconds(1);

    /** Kafka forgets the offsets of a group without members: after seven days, by default. */
    private static final Duration RECORD_AGAIN = Duration.ofHours(1);

    private final UnpublishedSessions unpublished;
    private final LogKeys keys;
    private final StateTable table;
    private final Publisher publisher;
    private Map<Integer, Long> recorded = Map.of();
    private long recordedAt = System.nanoTime();

    /** Writes states; returns when they are acknowledged. */
    @FunctionalInterface
    interface Publisher {
        void publish(Collection<SessionRecord> sessions);
    }

    SessionChangelog(UnpublishedSessions unpublished, LogKeys keys, StateTable table, Publisher publisher) {
        this.unpublished = unpublished;
        this.keys = keys;
        this.table = table;
        this.publisher = publisher;
    }

    /** Publishes what is due. @param goOn whether the next records of the log may be read */
    void run(BooleanSupplier goOn) {
        Set<Integer> unknown = unpublished.unknown();
        if (!unknown.isEmpty()) {
            unpublished.recorded(keys.recorded(unknown));
        }
        publishChanged();
        publishUnread(goOn);
        if (since(recordedAt).compareTo(RECORD_PERIOD) > 0) {
            record();
        }
    }

    /** Records up to where everything is published. Where that fails sessions may be published again. */
    void record() {
        Map<Integer, Long> published = unpublished.published();
        Map<Integer, Long> changed = new HashMap<>(published);
        if (since(recordedAt).compareTo(RECORD_AGAIN) < 0) {
            changed.entrySet().removeAll(recorded.entrySet());
        }
        if (!changed.isEmpty()) {
            try {
                recordedAt = System.nanoTime();
                keys.record(changed);
                recorded = published;
            } catch (KafkaException e) {
                log.debug("Not recorded: these sessions may be published again", e);
            }
        }
    }

    private void publishChanged() {
        List<Due> due = unpublished.due();
        Set<String> sessionIds = new LinkedHashSet<>();
        due.forEach(each -> sessionIds.addAll(each.sessionIds()));
        publish(sessionIds, due.stream().map(Due::changes).toList());
        unpublished.published(due);
    }

    private void publishUnread(BooleanSupplier goOn) {
        long begin = System.nanoTime();
        Optional<Unread> unread = unpublished.unread();
        while (unread.isPresent() && goOn.getAsBoolean() && since(begin).compareTo(READING) < 0) {
            Unread range = unread.get();
            Keys next = keys.read(range.partition(), range.offset());
            publish(next.sessionIds(), List.of(range.changes()));
            unpublished.read(range, next.nextOffset());
            unread = unpublished.unread();
            if (unread.isEmpty()) {
                keys.stopReading();
            }
        }
    }

    private void publish(Collection<String> sessionIds, List<PartitionChanges> partitions) {
        List<String> ids = List.copyOf(sessionIds);
        for (int from = 0; from < ids.size(); from += MAX_STATES) {
            publishPiece(ids.subList(from, Math.min(ids.size(), from + MAX_STATES)), partitions);
        }
    }

    private void publishPiece(List<String> sessionIds, List<PartitionChanges> partitions) {
        Set<SessionRecord> sessions = read(sessionIds);
        publisher.publish(sessions);
        // Another process may have published a later state before this one was written, and the last record is what
        // compaction keeps.
        if (unpublished.isOvertaken(partitions, table.nextOffsets())) {
            Set<SessionRecord> later = read(sessionIds);
            later.removeAll(sessions);
            publisher.publish(later);
        }
    }

    private Set<SessionRecord> read(List<String> sessionIds) {
        long begin;
        Set<SessionRecord> sessions = new LinkedHashSet<>();
        do {
            begin = System.nanoTime();
            sessions.clear();
            sessions.addAll(table.find(sessionIds));
            sessions.addAll(table.erased(sessionIds));
        } while (since(begin).compareTo(MAX_AGE) > 0);
        return sessions;
    }

    private static Duration since(long nanoTime) {
        return Duration.ofNanos(System.nanoTime() - nanoTime);
    }
}
