/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.consumer;

import dev.agentlens.common.event.MalformedEventException;
import dev.agentlens.projector.fold.LoggedEvent;
import dev.agentlens.projector.tables.FencedException;
import dev.agentlens.projector.tables.PartitionBatch;
import dev.agentlens.projector.tables.ReadTables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.kafka.listener.BatchConsumerAwareMessageListener;
import org.springframework.kafka.listener.ConsumerAwareRebalanceListener;
import org.springframework.transaction.TransactionException;

/**
 * Takes each poll's records into the read tables. A partition whose position is not known yet, or not any more, is
 * positioned anew before anything of it is taken in. A record that cannot be projected is set aside and costs no other.
 * Any exception means: the same records again, after a pause.
 */
class EventConsumer implements BatchConsumerAwareMessageListener<byte[], byte[]>, ConsumerAwareRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(EventConsumer.class);

    private final String topic;
    private final ReadTables tables;
    private final PartitionPositions positions;
    private final DeadLetters deadLetters;
    private final ProjectionProgress progress;
    private final ProjectionHealth health;

    EventConsumer(
            String topic,
            ReadTables tables,
            PartitionPositions positions,
            DeadLetters deadLetters,
            ProjectionProgress progress,
            ProjectionHealth health) {
        this.topic = topic;
        this.tables = tables;
        this.positions = positions;
        this.deadLetters = deadLetters;
        this.progress = progress;
        this.health = health;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        // Should asking fail: whatever is read from here will not be taken in, but be the occasion to ask again.
        consumer.seekToBeginning(partitions);
        try {
            positions.find(consumer, partitions);
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (DataAccessException | TransactionException | KafkaException e) {
            // Not told to health, which would hear of a recovery only with the next record.
            log.warn("PostgreSQL or Kafka did not say where to read on; will ask again: {}", e.getMessage());
        }
    }

    @Override
    public void onPartitionsRevokedBeforeCommit(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        positions.givenAway(partitions);
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        positions.givenAway(partitions);
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> records, @Nullable Consumer<?, ?> consumer) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition = byPartition(records);
        try {
            project(byPartition, Objects.requireNonNull(consumer));
            health.succeeded();
        } catch (RuntimeException e) {
            // What is read next may lie behind a gap: the container is free to give these records up.
            positions.forget(byPartition.keySet());
            log.warn("A batch could not be taken in, will try again: {}", e.getMessage());
            health.failed(e);
            throw e;
        }
    }

    private void project(
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition, Consumer<?, ?> consumer) {
        // The consumer reads on in a topic that was made anew as if nothing had happened.
        positions.forgetThoseOfAnotherLog(byPartition.keySet());
        Collection<TopicPartition> repositioned = positions.findUnknown(consumer, byPartition.keySet());
        List<PartitionBatch> batches = new ArrayList<>();
        byPartition.forEach((partition, records) -> {
            Long position = positions.of(partition);
            // Read before the consumer was put in its place, these may begin too late; the right ones come next.
            boolean ahead = repositioned.contains(partition)
                    && position != null
                    && records.get(0).offset() > position;
            if (position != null && !ahead) {
                PartitionBatch batch = read(position, records, consumer);
                if (batch.nextOffset() > position) {
                    batches.add(batch);
                }
            }
        });
        if (!batches.isEmpty()) {
            take(batches, byPartition, consumer);
        }
    }

    private void take(
            List<PartitionBatch> batches,
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition,
            Consumer<?, ?> consumer) {
        try {
            if (commit(batches) != null) {
                batches.forEach(
                        batch -> isolate(batch, byPartition.getOrDefault(partition(batch), List.of()), consumer));
            }
        } catch (FencedException e) {
            log.warn("{}; nothing of this batch was written, reading on from where the tables stand", e.getMessage());
            positions.forget(byPartition.keySet());
            positions.findUnknown(consumer, byPartition.keySet());
        }
    }

    /** Null where they are in the tables now; else why not, where an event among them may be the reason. */
    private @Nullable RuntimeException commit(List<PartitionBatch> batches) {
        try {
            progress.projected(batches, tables.project(batches));
        } catch (RuntimeException e) {
            if (RefusedEventException.mayBeOfAnEvent(e)) {
                return e;
            }
            throw e;
        }
        batches.forEach(batch -> positions.moved(partition(batch), batch.nextOffset()));
        return null;
    }

    /** Takes a batch in by halves, down to the event that is refused. Each half is a transaction of its own. */
    private void isolate(PartitionBatch batch, List<ConsumerRecord<byte[], byte[]>> records, Consumer<?, ?> consumer) {
        RuntimeException refusal = commit(List.of(batch));
        if (refusal == null) {
            return;
        }
        if (batch.events().size() > 1) {
            isolate(batch.firstHalf(), records, consumer);
            isolate(batch.secondHalf(), records, consumer);
        } else {
            setAside(batch, refusal, records, consumer);
        }
    }

    private void setAside(
            PartitionBatch batch,
            RuntimeException refusal,
            List<ConsumerRecord<byte[], byte[]>> records,
            Consumer<?, ?> consumer) {
        PartitionBatch without = batch.withoutEvents();
        // Should this fail too, then not because of an event.
        tables.rehearse(List.of(without));
        for (LoggedEvent event : batch.events()) {
            records.stream()
                    .filter(record -> record.offset() == event.offset())
                    .forEach(record -> deadLetters.publish(record, RefusedEventException.because(refusal), consumer));
        }
        RuntimeException failure = commit(List.of(without));
        if (failure != null) {
            throw failure;
        }
    }

    /** The records from {@code position} on; those before it are in the tables already. */
    private PartitionBatch read(long position, List<ConsumerRecord<byte[], byte[]>> records, Consumer<?, ?> consumer) {
        List<LoggedEvent> events = new ArrayList<>(records.size());
        long nextOffset = position;
        Integer leaderEpoch = null;
        int deadLettered = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.offset() < position) {
                continue;
            }
            nextOffset = record.offset() + 1;
            leaderEpoch = record.leaderEpoch().orElse(null);
            try {
                events.add(RecordDecoder.decode(record));
            } catch (MalformedEventException e) {
                deadLetters.publish(record, e, consumer);
                deadLettered++;
            }
        }
        return new PartitionBatch(records.get(0).partition(), position, nextOffset, leaderEpoch, events, deadLettered);
    }

    private TopicPartition partition(PartitionBatch batch) {
        return new TopicPartition(topic, batch.partition());
    }

    private static Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition(
            List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .collect(Collectors.groupingBy(
                        record -> new TopicPartition(record.topic(), record.partition()),
                        () -> new TreeMap<>(Comparator.comparing(TopicPartition::partition)),
                        Collectors.toList()));
    }
}
