/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.consumer;

import dev.agentlens.common.event.MalformedEventException;
import dev.agentlens.projector.fold.LoggedEvent;
import dev.agentlens.projector.tables.BatchCounts;
import dev.agentlens.projector.tables.FencedException;
import dev.agentlens.projector.tables.PartitionBatch;
import dev.agentlens.projector.tables.ReadTables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.kafka.listener.BatchConsumerAwareMessageListener;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.transaction.TransactionException;

/**
 * Takes each poll's records into the read tables. Where to read is told by the tables alone, never by the offsets that
 * Kafka keeps; a partition whose position is not known yet, or not any more, is positioned anew before anything of it is
 * taken in. Any exception means: the same records again, after a pause.
 */
class EventConsumer implements BatchConsumerAwareMessageListener<byte[], byte[]>, ConsumerAwareRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(EventConsumer.class);

    private final ReadTables tables;
    private final DeadLetters deadLetters;
    private final ProjectionProgress progress;
    private final ProjectionHealth health;

    /** Where the projection of each partition stands; absent while that is not known. */
    private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();

    EventConsumer(ReadTables tables, DeadLetters deadLetters, ProjectionProgress progress, ProjectionHealth health) {
        this.tables = tables;
        this.deadLetters = deadLetters;
        this.progress = progress;
        this.health = health;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        // Should asking fail: whatever is read from here will not be taken in, but be the occasion to ask again.
        consumer.seekToBeginning(partitions);
        try {
            position(consumer, partitions);
        } catch (DataAccessException | TransactionException e) {
            // Not told to health, which would hear of a recovery only with the next record.
            log.warn("PostgreSQL did not say where to read on; will ask again: {}", e.getMessage());
        }
    }

    @Override
    public void onPartitionsRevokedBeforeCommit(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        partitions.forEach(positions::remove);
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        partitions.forEach(positions::remove);
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> records, @Nullable Consumer<?, ?> consumer) {
        try {
            project(records, Objects.requireNonNull(consumer));
            health.succeeded();
        } catch (RuntimeException e) {
            // What is read next may lie behind a gap: the container is free to give these records up.
            records.forEach(record -> positions.remove(new TopicPartition(record.topic(), record.partition())));
            log.warn("A batch could not be taken in, will try again: {}", e.getMessage());
            health.failed(e);
            throw e;
        }
    }

    private void project(List<ConsumerRecord<byte[], byte[]>> records, Consumer<?, ?> consumer) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition = records.stream()
                .collect(Collectors.groupingBy(
                        record -> new TopicPartition(record.topic(), record.partition()),
                        () -> new TreeMap<>(Comparator.comparing(TopicPartition::partition)),
                        Collectors.toList()));
        Collection<TopicPartition> repositioned = positionUnknown(consumer, byPartition.keySet());
        List<PartitionBatch> batches = new ArrayList<>();
        byPartition.forEach((partition, ofPartition) -> {
            Long position = positions.get(partition);
            // Read before the consumer was put in its place, these may begin too late; the right ones come next.
            boolean ahead = repositioned.contains(partition)
                    && position != null
                    && ofPartition.get(0).offset() > position;
            if (position != null && !ahead) {
                PartitionBatch batch = read(position, ofPartition, consumer);
                if (batch.nextOffset() > position) {
                    batches.add(batch);
                }
            }
        });
        if (!batches.isEmpty()) {
            take(batches, byPartition.keySet(), consumer);
        }
    }

    private void take(List<PartitionBatch> batches, Set<TopicPartition> partitions, Consumer<?, ?> consumer) {
        try {
            List<BatchCounts> counts = tables.project(batches);
            String topic = partitions.iterator().next().topic();
            batches.forEach(
                    batch -> positions.replace(new TopicPartition(topic, batch.partition()), batch.nextOffset()));
            progress.projected(batches, counts);
        } catch (FencedException e) {
            log.warn("{}; nothing of this batch was written, reading on from where the tables stand", e.getMessage());
            partitions.forEach(positions::remove);
            positionUnknown(consumer, partitions);
        }
    }

    /** The records from {@code position} on; those before it are in the tables already. */
    private PartitionBatch read(long position, List<ConsumerRecord<byte[], byte[]>> records, Consumer<?, ?> consumer) {
        List<LoggedEvent> events = new ArrayList<>(records.size());
        long nextOffset = position;
        int deadLettered = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.offset() < position) {
                continue;
            }
            nextOffset = record.offset() + 1;
            try {
                events.add(RecordDecoder.decode(record));
            } catch (MalformedEventException e) {
                deadLetters.publish(record, e, consumer);
                deadLettered++;
            }
        }
        int partition = records.get(0).partition();
        return new PartitionBatch(partition, position, nextOffset, events, deadLettered);
    }

    private Collection<TopicPartition> positionUnknown(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        Set<TopicPartition> assigned = consumer.assignment();
        List<TopicPartition> unknown = partitions.stream()
                .filter(partition -> !positions.containsKey(partition) && assigned.contains(partition))
                .toList();
        if (!unknown.isEmpty()) {
            position(consumer, unknown);
        }
        return unknown;
    }

    private void position(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        Map<Integer, Long> logStarts = new HashMap<>();
        consumer.beginningOffsets(partitions)
                .forEach((partition, offset) -> logStarts.put(partition.partition(), offset));
        Map<Integer, Long> nextOffsets = tables.nextOffsets(logStarts);
        for (TopicPartition partition : partitions) {
            long nextOffset = nextOffsets.getOrDefault(partition.partition(), 0L);
            consumer.seek(partition, nextOffset);
            positions.put(partition, nextOffset);
            progress.standsAt(partition.partition(), nextOffset);
        }
        log.info("Reading on at {}", nextOffsets);
    }
}
