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
 * Takes each poll's records into the read tables. A partition whose position is not known yet, or not any more, is
 * re-positioned before anything of it is applied. A record that cannot be projected is set aside and costs no other.
 * Any exception means: reading continues at the position in the tables, after a pause.
 *
 * <p>While the log is known to have more, a poll is still being written when this returns, and the next one tells how that
 * went. So what Kafka is told to be read may be one poll ahead of the tables.
 */
public class EventConsumer
        implements BatchConsumerAwareMessageListener<byte[], byte[]>, ConsumerAwareRebalanceListener {

    private static final Logger log = LoggerFactory.getLogger(EventConsumer.class);

    /** Beyond, a poll is held alone: what is made of their values may take twenty times as much. */
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
        // Should asking fail: whatever is read from here will not be applied, but be the occasion to ask again.
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
        giveAway(consumer, partitions);
    }

    @Override
    public void onPartitionsLost(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        giveAway(consumer, partitions);
    }

    private void giveAway(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        try {
            writes.finish(consumer);
        } catch (RuntimeException e) {
            log.warn("A batch could not be applied before its partitions are revoked: {}", e.getMessage());
            positions.forget(consumer.assignment());
        }
        positions.givenAway(partitions);
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> records, @Nullable Consumer<?, ?> consumer) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition = Poll.byPartition(records);
        try {
            // Answered while the database works.
            Runnable logIsTheSame = positions.askWhetherLogIsTheSame(byPartition.keySet());
            takeIn(new Poll(byPartition, Objects.requireNonNull(consumer), logIsTheSame));
            health.succeeded();
        } catch (RuntimeException e) {
            // What is read next may lie behind a gap: the container is free to give these records up, and those of the
            // poll before may be what failed.
            positions.forget(byPartition.keySet());
            positions.forget(Objects.requireNonNull(consumer).assignment());
            log.warn("A batch could not be applied, will try again: {}", e.getMessage());
            health.failed(e);
            throw e;
        }
    }

    private void takeIn(Poll poll) {
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
                    && positions.mayBeTakenIn(
                            poll.consumer(), partition, records.get(0).offset())) {
                PartitionBatch batch = read(position, records, poll);
                if (batch.nextOffset() > position) {
                    batches.add(batch);
                }
            }
        });
        return batches;
    }

    /** The records from {@code position} on; those before it are in the tables already. */
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
