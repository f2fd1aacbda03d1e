/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.running;

import dev.agentlens.readmodel.log.RecentEvents;
import dev.agentlens.readmodel.log.TailConsumer;
import dev.agentlens.readmodel.progress.ProjectionProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Polls in fewer, larger steps. A transaction costs about the same for one event as for fifty, and competes for the
 * processors with the requests that bring the next ones. So while events keep coming, polls begin {@code linger} apart,
 * unless someone waits for the read tables, or enough events do: then the next one begins at once. The first event after a
 * pause never waits.
 *
 * <p>The fetch that Kafka's consumer has under way comes back with the first record that is appended. So a poll is followed
 * by others that bring what came meanwhile, for as long as they bring much.
 */
final class PacedConsumer extends TailConsumer {

    private static final Duration FURTHER_WAIT = Duration.ofMillis(1);

    /** A further poll that adds less than this share is the last one. */
    private static final int WORTHWHILE_PART = 8;

    private final ProjectionProgress progress;
    private final long lingerNanos;
    private final int maxPollRecords;
    private long lastPoll;

    /** The exception of a further poll, if earlier records must not be lost. */
    private @Nullable RuntimeException postponed;

    /**
     * @param maxPollRecords of one poll of Kafka; of it and the further ones together, twice as many are returned at
     *     most
     */
    PacedConsumer(
            Map<String, Object> config,
            RecentEvents recent,
            int maxPollRecords,
            Duration linger,
            ProjectionProgress progress) {
        super(config, recent, maxPollRecords);
        this.maxPollRecords = maxPollRecords;
        this.progress = progress;
        lingerNanos = linger.toNanos();
        lastPoll = System.nanoTime() - lingerNanos;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        awaitTurn();
        throwPostponed();
        ConsumerRecords<byte[], byte[]> first = super.poll(timeout);
        if (first.isEmpty()) {
            return first;
        }
        lastPoll = System.nanoTime();
        return withFurther(first);
    }

    private void awaitTurn() {
        try {
            progress.awaitDemand(lastPoll + lingerNanos - System.nanoTime());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private ConsumerRecords<byte[], byte[]> withFurther(ConsumerRecords<byte[], byte[]> first) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> nextOffsets = new HashMap<>();
        int count = add(first, records, nextOffsets);
        int last = count;
        while (count <= maxPollRecords && last > count / WORTHWHILE_PART && !isEnough()) {
            last = add(further(), records, nextOffsets);
            count += last;
        }
        return new ConsumerRecords<>(records, nextOffsets);
    }

    /** Whether these records are enough for all waiting readers. */
    private boolean isEnough() {
        return progress.hasDemand() && progress.wouldSatisfyDemand(positions());
    }

    private Map<Integer, Long> positions() {
        Map<Integer, Long> positions = new HashMap<>();
        for (TopicPartition partition : assignment()) {
            positions.put(partition.partition(), position(partition));
        }
        return positions;
    }

    private ConsumerRecords<byte[], byte[]> further() {
        try {
            return pollFurther(FURTHER_WAIT);
        } catch (RuntimeException e) {
            postponed = e;
            return ConsumerRecords.empty();
        }
    }

    private void throwPostponed() {
        RuntimeException thrown = postponed;
        postponed = null;
        if (thrown != null) {
            throw thrown;
        }
    }

    private static int add(
            ConsumerRecords<byte[], byte[]> polled,
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records,
            Map<TopicPartition, OffsetAndMetadata> nextOffsets) {
        for (TopicPartition partition : polled.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> more = polled.records(partition);
            List<ConsumerRecord<byte[], byte[]>> there = records.computeIfAbsent(partition, each -> new ArrayList<>());
            if (!there.isEmpty()
                    && more.get(0).offset() <= there.get(there.size() - 1).offset()) {
                // A rebalance in between made the consumer seek back: these are the same records once more.
                there.clear();
            }
            there.addAll(more);
        }
        nextOffsets.putAll(polled.nextOffsets());
        return polled.count();
    }
}
