/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.projection;

import dev.agentlens.common.event.MalformedEventException;
import dev.agentlens.readmodel.fold.LoggedEvent;
import dev.agentlens.readmodel.fold.SessionErasure;
import dev.agentlens.readmodel.log.DeadLetters;
import dev.agentlens.readmodel.log.RecordDecoder;
import dev.agentlens.readmodel.log.ReplacedLogException;
import dev.agentlens.readmodel.positions.PartitionPositions;
import dev.agentlens.readmodel.progress.ProjectionHealth;
import dev.agentlens.readmodel.tables.FencedException;
import dev.agentlens.readmodel.tables.PartitionBatch;
import dev.agentlens.readmodel.tables.PreparedPoll;
import dev.agentlens.readmodel.writing.Poll;
import dev.agentlens.readmodel.writing.WriteBehind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
 * Applies each poll's records to the read tables. A partition with an unknown position is re-seeked from the tables
 * before any of its records is applied. A record that cannot be projected is dead-lettered and does not affect the
 * others. After any exception, reading continues at the position in the tables, after a pause.
 *
 * <p>While the log is known to have more, a poll is still being written when this returns; the next call reports its
 * outcome. So the offsets committed to Kafka may be one poll ahead of the tables.
 */
public class EventConsumer
        implements BatchConsumerAwareMessageListener<byte[], byte[]>, ConsumerAwareRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(EventConsumer.class);

    /** Larger polls are held in memory one at a time: their decoded values may take twenty times as much. */
    private static final long LARGE_BYTES = 4 * 1024 * 1024;

    private final PartitionPositions positions;
    private final WriteBehind writes;
    private final DeadLetters deadLetters;
    private final ProjectionHealth health;

    public EventConsumer(
            PartitionPositions positions, WriteBehind writes, DeadLetters deadLetters, ProjectionHealth health) {
        this.positions = positions;
        this.writes = writes;
        this.deadLetters = deadLetters;
        this.health = health;
    }

    @Override
    public void onPartitionsAssigned(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        // If the query fails, records read from the start are not applied; they only trigger the next query.
        consumer.seekToBeginning(partitions);
        try {
            positions.find(consumer, partitions);
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (DataAccessException | TransactionException | KafkaException e) {
            // Not reported to health, which would learn of a recovery only with the next record.
            log.warn("PostgreSQL or Kafka did not say where to read on; will ask again: {}", e.getMessage());
        }
    }

    @Override
    public void onPartitionsRevokedBeforeCommit(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        release(consumer, partitions);
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        release(consumer, partitions);
    }

    private void release(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        try {
            writes.finish(consumer);
        } catch (RuntimeException e) {
            log.warn("A batch could not be applied before its partitions are revoked: {}", e.getMessage());
            positions.forget(consumer.assignment());
        }
        positions.released(partitions);
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> records, @Nullable Consumer<?, ?> consumer) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition = Poll.byPartition(records);
        try {
            // Kafka responds while the database works.
            Runnable logIsTheSame = positions.askWhetherLogIsTheSame(byPartition.keySet());
            apply(new Poll(byPartition, Objects.requireNonNull(consumer), logIsTheSame));
            health.succeeded();
        } catch (RuntimeException e) {
            // The next read may start after a gap: the container may drop these records, and the failure may be that of
            // the previous poll.
            positions.forget(byPartition.keySet());
            positions.forget(Objects.requireNonNull(consumer).assignment());
            log.warn("A batch could not be applied, will try again: {}", e.getMessage());
            health.failed(e);
            throw e;
        }
    }

    private void apply(Poll poll) {
        try {
            boolean large = poll.bytes() > LARGE_BYTES;
            if (large) {
                writes.finish(poll.consumer());
            }
            positions.findUnknown(poll.consumer());
            List<PartitionBatch> batches = read(poll);
            PreparedPoll prepared = PreparedPoll.of(batches);
            writes.finish(poll.consumer());
            if (batches.isEmpty()) {
                return;
            }
            if (large || !poll.isFollowed()) {
                writes.write(prepared, poll);
            } else {
                writes.begin(prepared, poll);
            }
            batches.forEach(batch -> positions.moved(poll.partition(batch), batch.nextOffset()));
        } catch (FencedException | ReplacedLogException e) {
            log.warn(
                    "{}; nothing of this batch was written, reading on from the position of the tables",
                    e.getMessage());
            positions.forget(poll.consumer().assignment());
            positions.findUnknown(poll.consumer());
        }
    }

    private List<PartitionBatch> read(Poll poll) {
        List<PartitionBatch> batches = new ArrayList<>();
        poll.records().forEach((partition, records) -> {
            Long position = positions.of(partition);
            if (position != null
                    && positions.mayBeApplied(
                            poll.consumer(), partition, records.get(0).offset())) {
                PartitionBatch batch = read(position, records, poll);
                if (batch.nextOffset() > position) {
                    batches.add(batch);
                }
            }
        });
        return batches;
    }

    /** Decodes the records from {@code position} on; earlier ones are in the tables already. */
    private PartitionBatch read(long position, List<ConsumerRecord<byte[], byte[]>> records, Poll poll) {
        List<LoggedEvent> events = new ArrayList<>(records.size());
        List<SessionErasure> erasures = new ArrayList<>();
        long nextOffset = position;
        Integer leaderEpoch = null;
        int deadLettered = 0;
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.offset() < position) {
                continue;
            }
            nextOffset = record.offset() + 1;
            leaderEpoch = record.leaderEpoch().orElse(null);
            Optional<SessionErasure> erasure = RecordDecoder.erasure(record);
            if (erasure.isPresent()) {
                erasures.add(erasure.get());
                continue;
            }
            try {
                events.add(RecordDecoder.decode(record));
            } catch (MalformedEventException e) {
                poll.logIsTheSame().run();
                deadLetters.publish(record, e, poll.consumer());
                deadLettered++;
            }
        }
        return new PartitionBatch(
                records.get(0).partition(), position, nextOffset, leaderEpoch, events, erasures, deadLettered);
    }
}
