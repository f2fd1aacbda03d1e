/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.log;

import dev.agentlens.readmodel.log.RecentEvents.Next;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * A consumer that takes the records which are in the memory of this process from there, and fetches all others. A partition's
 * records come in the order of the log, without a gap, wherever each of them is from.
 *
 * <p>While all that it needs is in memory, Kafka's consumer is polled ten times a second: for its group, and for records that
 * others have written. It learns the positions only then.
 */
public class TailConsumer extends BoundedConsumer {

    private static final long FETCH_PERIOD_NANOS = Duration.ofMillis(100).toNanos();

    private final RecentEvents recent;
    private final int maxPollRecords;

    /** As far as they are known without asking Kafka. The partition that memory was last asked for comes last. */
    private final Map<TopicPartition, Long> positions = new LinkedHashMap<>();

    /** Partitions whose position Kafka's consumer has to learn before it fetches. */
    private final Set<TopicPartition> ahead = new HashSet<>();

    /** Partitions that are paused for the moment, because their records are in memory. */
    private final Set<TopicPartition> spared = new HashSet<>();

    private long lastFetch = System.nanoTime();
    private boolean fetching;

    /** @param maxPollRecords records of a poll at most; also Kafka's {@code max.poll.records} */
    public TailConsumer(Map<String, Object> config, RecentEvents recent, int maxPollRecords) {
        super(limited(config, maxPollRecords));
        this.recent = recent;
        this.maxPollRecords = maxPollRecords;
    }

    private static Map<String, Object> limited(Map<String, Object> config, int maxPollRecords) {
        Map<String, Object> limited = new HashMap<>(config);
        limited.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxPollRecords);
        return limited;
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        fetching = inMemory().isEmpty();
        if (fetching) {
            teachPositions();
            return learnPositions(super.poll(timeout));
        }
        beginPoll();
        ConsumerRecords<byte[], byte[]> fetched = isFetchDue() ? fetchOthers() : ConsumerRecords.empty();
        return fetched.isEmpty() ? takeFromMemory() : fetched;
    }

    @Override
    protected ConsumerRecords<byte[], byte[]> pollFurther(Duration timeout) {
        ConsumerRecords<byte[], byte[]> taken = takeFromMemory();
        if (taken.isEmpty() && fetching) {
            teachPositions();
            return learnPositions(super.pollFurther(timeout));
        }
        return taken;
    }

    /** Partitions whose next record is in memory. */
    private List<TopicPartition> inMemory() {
        Set<TopicPartition> paused = paused();
        return positions.keySet().stream()
                .filter(partition -> !paused.contains(partition) && next(partition) == Next.HERE)
                .toList();
    }

    private Next next(TopicPartition partition) {
        return recent.next(partition, positions.getOrDefault(partition, 0L));
    }

    private boolean isFetchDue() {
        return System.nanoTime() - lastFetch > FETCH_PERIOD_NANOS
                || positions.keySet().stream().anyMatch(partition -> next(partition) == Next.ELSEWHERE);
    }

    /** What Kafka's consumer has already fetched of the partitions whose next record is not in memory. */
    private ConsumerRecords<byte[], byte[]> fetchOthers() {
        teachPositions();
        List<TopicPartition> here = inMemory();
        super.pause(here);
        spared.addAll(here);
        try {
            return learnPositions(super.poll(Duration.ZERO));
        } finally {
            spared.retainAll(assignment());
            super.resume(spared);
            spared.clear();
        }
    }

    private void teachPositions() {
        lastFetch = System.nanoTime();
        ahead.retainAll(assignment());
        for (TopicPartition partition : ahead) {
            super.seek(partition, positions.getOrDefault(partition, 0L));
        }
        ahead.clear();
    }

    private ConsumerRecords<byte[], byte[]> learnPositions(ConsumerRecords<byte[], byte[]> fetched) {
        fetched.nextOffsets().forEach((partition, next) -> positions.put(partition, next.offset()));
        positions.keySet().retainAll(assignment());
        if (!fetched.isEmpty()) {
            recent.awaitFlush();
        }
        return fetched;
    }

    private ConsumerRecords<byte[], byte[]> takeFromMemory() {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new HashMap<>();
        Map<TopicPartition, OffsetAndMetadata> nextOffsets = new HashMap<>();
        int count = 0;
        for (TopicPartition partition : inMemory()) {
            List<ConsumerRecord<byte[], byte[]>> taken = take(partition, maxPollRecords - count);
            if (!taken.isEmpty()) {
                ConsumerRecord<byte[], byte[]> last = taken.get(taken.size() - 1);
                records.put(partition, taken);
                nextOffsets.put(partition, new OffsetAndMetadata(last.offset() + 1, last.leaderEpoch(), ""));
                // At the end: otherwise one that always has more would keep the others waiting.
                positions.remove(partition);
                positions.put(partition, last.offset() + 1);
                ahead.add(partition);
                count += taken.size();
            }
        }
        return new ConsumerRecords<>(records, nextOffsets);
    }

    private List<ConsumerRecord<byte[], byte[]>> take(TopicPartition partition, int max) {
        return recent.take(
                partition, positions.getOrDefault(partition, 0L), max, record -> takes(record.serializedValueSize()));
    }

    @Override
    public long position(TopicPartition partition) {
        return ahead.contains(partition) ? positions.getOrDefault(partition, 0L) : super.position(partition);
    }

    /** At least 1 where the next record is in memory. */
    @Override
    public OptionalLong currentLag(TopicPartition partition) {
        return positions.containsKey(partition) && next(partition) == Next.HERE
                ? OptionalLong.of(1)
                : super.currentLag(partition);
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
        super.seek(partition, offset);
        ahead.remove(partition);
        positions.put(partition, offset);
    }

    @Override
    public void seek(TopicPartition partition, OffsetAndMetadata offset) {
        super.seek(partition, offset);
        ahead.remove(partition);
        positions.put(partition, offset.offset());
    }

    @Override
    public void seekToBeginning(Collection<TopicPartition> partitions) {
        super.seekToBeginning(partitions);
        forget(partitions);
    }

    @Override
    public void seekToEnd(Collection<TopicPartition> partitions) {
        super.seekToEnd(partitions);
        forget(partitions);
    }

    private void forget(Collection<TopicPartition> partitions) {
        ahead.removeAll(Set.copyOf(partitions));
        positions.keySet().removeAll(Set.copyOf(partitions));
    }

    /** Partitions that are paused by someone else meanwhile are not resumed. */
    @Override
    public void pause(Collection<TopicPartition> partitions) {
        super.pause(partitions);
        spared.removeAll(Set.copyOf(partitions));
    }
}
