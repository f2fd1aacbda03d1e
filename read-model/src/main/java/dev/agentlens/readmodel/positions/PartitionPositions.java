/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.positions;

import dev.agentlens.readmodel.log.ReplacedLogException;
import dev.agentlens.readmodel.log.TopicIdentity;
import dev.agentlens.readmodel.log.TopicIdentity.End;
import dev.agentlens.readmodel.progress.ProjectionProgress;
import dev.agentlens.readmodel.tables.LogPlace;
import dev.agentlens.readmodel.tables.ReadTables;
import dev.agentlens.readmodel.tables.UnknownLogException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The projection's position in each assigned partition. It comes from the tables only, never from the offsets that
 * Kafka keeps. A partition whose next record is missing from the log is stopped, not skipped.
 */
public class PartitionPositions {

    private static final Logger log = LoggerFactory.getLogger(PartitionPositions.class);
    private static final String WHAT_TO_DO =
            "; the tables keep what they have. Restore the log, or rebuild the read tables from it: ./agentlens rebuild";

    /**
     * How old Kafka's last response on the topic's id may be: less than it takes to delete a topic, create it again and
     * fill it to the old position. Asking for each poll costs more than the fetches (ADR 0023).
     */
    private static final Duration IDENTITY_VALID = Duration.ofMillis(50);

    private final ReadTables tables;
    private final TopicIdentity topic;
    private final StoppedPartitions stopped;
    private final ProjectionProgress progress;

    /** Absent while unknown. */
    private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();

    /** Partitions that were re-seeked and whose next records have not arrived yet. */
    private final Map<TopicPartition, LogPlace> placed = new ConcurrentHashMap<>();

    /** The id of the log that the positions belong to. */
    private final Map<TopicPartition, String> logs = new ConcurrentHashMap<>();

    /** Kafka's last response on which log the topic is; null before the first one. */
    private volatile @Nullable Identity lastSeen;

    private record Identity(String topicId, long askedAtNanos) {

        boolean isRecent() {
            return System.nanoTime() - askedAtNanos < IDENTITY_VALID.toNanos();
        }
    }

    public PartitionPositions(
            ReadTables tables, TopicIdentity topic, StoppedPartitions stopped, ProjectionProgress progress) {
        this.tables = tables;
        this.topic = topic;
        this.stopped = stopped;
        this.progress = progress;
    }

    @Nullable
    public Long of(TopicPartition partition) {
        return positions.get(partition);
    }

    public void moved(TopicPartition partition, long nextOffset) {
        positions.replace(partition, nextOffset);
    }

    public void forget(Collection<TopicPartition> partitions) {
        partitions.forEach(partition -> {
            positions.remove(partition);
            placed.remove(partition);
        });
    }

    /**
     * Whether records that start at {@code firstOffset} may be applied. In the middle of a retry the consumer may have
     * lost records that it read after the seek, or may still hold records from before it. Its records then start too
     * late, and it has to seek again. Records read after that start at the right offset, even after a gap of the log.
     */
    public boolean mayBeApplied(Consumer<?, ?> consumer, TopicPartition partition, long firstOffset) {
        Long position = positions.get(partition);
        if (position == null || !consumer.assignment().contains(partition)) {
            return false;
        }
        LogPlace place = placed.remove(partition);
        if (place == null || firstOffset <= position) {
            return true;
        }
        seek(consumer, partition, place);
        return false;
    }

    /**
     * Asks Kafka which log the topic is now, unless the last response is recent. Does not wait for the response.
     *
     * @return waits for the response; throws {@link ReplacedLogException} if the positions are of another log: its
     *     offsets mean other records, and the consumer reads on in a topic that was re-created as if nothing had
     *     happened
     */
    public Runnable askWhetherLogIsTheSame(Collection<TopicPartition> partitions) {
        Identity seen = lastSeen;
        if (seen != null && seen.isRecent()) {
            return () -> requireLog(seen.topicId(), partitions);
        }
        long askedAt = System.nanoTime();
        Future<String> question = topic.askForId();
        return () -> {
            String present = topic.answer(question);
            lastSeen = new Identity(present, askedAt);
            requireLog(present, partitions);
        };
    }

    private void requireLog(String topicId, Collection<TopicPartition> partitions) {
        if (partitions.stream().anyMatch(partition -> !topicId.equals(logs.getOrDefault(partition, topicId)))) {
            throw new ReplacedLogException(topicId);
        }
    }

    /** Called when another projector takes these partitions over. */
    public void released(Collection<TopicPartition> partitions) {
        forget(partitions);
        partitions.forEach(stopped::clear);
        progress.released(partitions.stream().map(TopicPartition::partition).toList());
    }

    /** Seeks the consumer to the positions in the tables, for partitions with an unknown position. */
    public void findUnknown(Consumer<?, ?> consumer) {
        List<TopicPartition> unknown = consumer.assignment().stream()
                .filter(partition -> !positions.containsKey(partition) && !stopped.has(partition))
                .toList();
        if (!unknown.isEmpty()) {
            find(consumer, unknown);
        }
    }

    /** Moves the consumer to the positions in the tables. */
    public void find(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
        Map<TopicPartition, End> ends = topic.ends(partitions);
        Map<Integer, Long> logStarts = new HashMap<>();
        starts.forEach((partition, offset) -> logStarts.put(partition.partition(), offset));
        try {
            String topicId = topic.id();
            Map<Integer, LogPlace> places = tables.places(topicId, logStarts);
            for (TopicPartition partition : partitions) {
                LogPlace place = places.getOrDefault(partition.partition(), new LogPlace(0, null));
                String problem = problem(
                        place, starts.getOrDefault(partition, 0L), ends.getOrDefault(partition, new End(0, null)));
                if (problem == null) {
                    logs.put(partition, topicId);
                    begin(consumer, partition, place);
                } else {
                    stop(consumer, partition, problem + WHAT_TO_DO);
                }
            }
            log.info("Reading on at {}", places);
        } catch (UnknownLogException e) {
            partitions.forEach(partition -> stop(consumer, partition, e.getMessage() + WHAT_TO_DO));
        }
    }

    /** The broker rejected the consumer's position in the partition. */
    public void lost(Consumer<?, ?> consumer, TopicPartition partition, String problem) {
        Long position = positions.get(partition);
        stop(
                consumer,
                partition,
                problem + (position == null ? "" : " (next to project: " + position + ")") + WHAT_TO_DO);
    }

    /** Why the log cannot be read from there; null if it can. */
    private static @Nullable String problem(LogPlace place, long start, End end) {
        long next = place.nextOffset();
        if (next < start) {
            return "the next offset to project is " + next + ", but the log begins at " + start + ": " + (start - next)
                    + " records were deleted before they were projected";
        }
        if (next > end.offset()) {
            return "the next offset to project is " + next + ", but the log ends at " + end.offset()
                    + ": it has lost records that were projected";
        }
        // The consumer itself would wait forever for a leader of that epoch.
        if (place.leaderEpoch() != null && end.leaderEpoch() != null && place.leaderEpoch() > end.leaderEpoch()) {
            return "the last projected record was written under leader epoch " + place.leaderEpoch()
                    + ", but the log is at epoch " + end.leaderEpoch()
                    + ": it was restored from an earlier moment, and has lost records that were projected";
        }
        return null;
    }

    private void begin(Consumer<?, ?> consumer, TopicPartition partition, LogPlace place) {
        stopped.clear(partition);
        seek(consumer, partition, place);
        consumer.resume(List.of(partition));
        placed.put(partition, place);
        positions.put(partition, place.nextOffset());
        progress.standsAt(partition.partition(), place.nextOffset());
    }

    private static void seek(Consumer<?, ?> consumer, TopicPartition partition, LogPlace place) {
        consumer.seek(
                partition, new OffsetAndMetadata(place.nextOffset(), Optional.ofNullable(place.leaderEpoch()), ""));
    }

    private void stop(Consumer<?, ?> consumer, TopicPartition partition, String reason) {
        forget(List.of(partition));
        stopped.stop(partition, reason);
        // To a place that the log has: the broker would object to the other one at every poll.
        consumer.seekToBeginning(List.of(partition));
        consumer.pause(List.of(partition));
    }
}
