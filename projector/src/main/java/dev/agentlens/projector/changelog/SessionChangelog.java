/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.changelog;

import dev.agentlens.common.event.EventTopic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the log behind the projection, and publishes the state, or the erasure, of each session whose events it finds projected: the log
 * itself is the list of what is still to be published, so nothing is forgotten by a crash, and the projection neither
 * waits for this nor knows of it. Used by one thread.
 */
final class SessionChangelog implements ConsumerRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(SessionChangelog.class);

    /** A session that changes all the time is published this often. */
    private static final Duration PERIOD = Duration.ofMillis(200);

    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final int MAX_STATES = 200;
    private static final int MAX_UNPUBLISHED = 5_000;

    /**
     * How old a poll may be to publish after it. With the time that a delivery may take it is less than the session
     * timeout: a projector that was frozen does not write over what its successor has published.
     */
    private static final Duration LEASE = Duration.ofSeconds(5);

    private final Consumer<String, ?> consumer;
    private final StateTable table;
    private final Publisher publisher;
    private final UnpublishedEvents unpublished = new UnpublishedEvents();
    private long polledAt;

    /** Writes states; returns when they are acknowledged. */
    @FunctionalInterface
    interface Publisher {
        void publish(List<SessionRecord> sessions);
    }

    SessionChangelog(Consumer<String, ?> consumer, StateTable table, Publisher publisher) {
        this.consumer = consumer;
        this.table = table;
        this.publisher = publisher;
        consumer.subscribe(List.of(EventTopic.EVENTS), this);
    }

    /** Publishes what became due within a {@link #PERIOD}; returns at once after {@link #IDLE} without events. */
    void run() {
        collect();
        if (!unpublished.isEmpty()) {
            publish();
            holdBack();
        }
    }

    private void collect() {
        poll(unpublished.isEmpty() ? IDLE : PERIOD);
        long end = System.nanoTime() + PERIOD.toNanos();
        long left = PERIOD.toNanos();
        while (left > 0 && !unpublished.isEmpty()) {
            poll(Duration.ofNanos(left));
            left = end - System.nanoTime();
        }
    }

    private void poll(Duration timeout) {
        for (ConsumerRecord<String, ?> record : consumer.poll(timeout)) {
            if (record.key() != null) {
                unpublished.add(new TopicPartition(record.topic(), record.partition()), record.offset(), record.key());
            }
        }
        polledAt = System.nanoTime();
    }

    private void publish() {
        // Asked first: the rows that are read after it are at least as new.
        Map<Integer, Long> projected = table.nextOffsets();
        List<String> due = new ArrayList<>(unpublished.sessionsBefore(projected));
        for (int from = 0; from < due.size(); from += MAX_STATES) {
            List<String> ids = due.subList(from, Math.min(due.size(), from + MAX_STATES));
            List<SessionRecord> sessions = new ArrayList<>(table.find(ids));
            sessions.addAll(table.erased(ids));
            if (System.nanoTime() - polledAt > LEASE.toNanos()) {
                log.info("Publishing sessions was held up; what is due is looked up again");
                return;
            }
            publisher.publish(sessions);
        }
        unpublished.removeBefore(projected);
        if (!due.isEmpty()) {
            consumer.commitAsync(positions(), (offsets, failure) -> {
                if (failure != null) {
                    log.debug("Not committed: these sessions may be published again", failure);
                }
            });
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> positions() {
        Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
        for (TopicPartition partition : consumer.assignment()) {
            long position = unpublished.first(partition).orElseGet(() -> consumer.position(partition));
            positions.put(partition, new OffsetAndMetadata(position));
        }
        return positions;
    }

    /** What the projection is far behind with is not read into memory. */
    private void holdBack() {
        Map<Boolean, Set<TopicPartition>> full = consumer.assignment().stream()
                .collect(Collectors.partitioningBy(
                        partition -> unpublished.size(partition) >= MAX_UNPUBLISHED, Collectors.toSet()));
        consumer.pause(full.getOrDefault(true, Set.of()));
        consumer.resume(full.getOrDefault(false, Set.of()));
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        // Read from what was committed last.
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        unpublished.forget(partitions);
    }
}
