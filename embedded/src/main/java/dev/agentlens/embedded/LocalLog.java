/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.embedded;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import kafka.server.ReplicaManager;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.requests.ProduceResponse.PartitionResponse;
import org.apache.kafka.metadata.MetadataCache;
import org.apache.kafka.server.common.RequestLocal;
import org.apache.kafka.storage.internals.log.AppendOrigin;
import org.apache.kafka.storage.internals.log.VerificationGuard;
import org.jspecify.annotations.Nullable;
import scala.collection.Map$;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.BoxedUnit;

/**
 * The log of the broker in this process, written to without a connection: what a produce request does once it has passed
 * four threads and two sockets. Consumers see no difference.
 */
public final class LocalLog {

    /** The leader is the only replica: what it has, all have. */
    private static final short ACKS = 1;

    private static final int NO_TIMEOUT = 0;

    private final ReplicaManager replicas;
    private final MetadataCache metadata;
    private final Optional<GroupFlush> flush;

    /**
     * Where a batch is.
     *
     * @param baseOffset of its first record; the others follow it without a gap
     */
    public record Appended(Uuid topicId, long baseOffset, int leaderEpoch) {}

    /** @param flush empty where an append is done once it is in the page cache */
    LocalLog(ReplicaManager replicas, MetadataCache metadata, Optional<GroupFlush> flush) {
        this.replicas = replicas;
        this.metadata = metadata;
        this.flush = flush;
    }

    /** How many partitions a topic has; 0 where there is no such topic. */
    public int partitions(String topic) {
        return metadata.numPartitions(topic).orElse(0);
    }

    /**
     * Appends a batch, to the page cache. Consumers see it at once.
     *
     * @param batch exactly one
     * @throws org.apache.kafka.common.KafkaException if nothing was appended
     */
    public Appended append(TopicPartition partition, MemoryRecords batch) {
        TopicIdPartition target = new TopicIdPartition(metadata.getTopicId(partition.topic()), partition);
        flush.ifPresent(each -> each.takeOver(replicas.localLogOrException(partition)));
        AtomicReference<@Nullable PartitionResponse> response = new AtomicReference<>();
        replicas.appendRecords(
                NO_TIMEOUT,
                ACKS,
                false,
                AppendOrigin.CLIENT,
                CollectionConverters.asScala(Map.of(target, batch)),
                responses -> {
                    response.set(responses.apply(target));
                    return BoxedUnit.UNIT;
                },
                statistics -> BoxedUnit.UNIT,
                RequestLocal.noCaching(),
                Map$.MODULE$.<TopicPartition, VerificationGuard>empty(),
                replicas.appendRecords$default$10());
        // Fetches that wait for it.
        replicas.tryCompleteActions();
        return new Appended(
                target.topicId(),
                baseOffset(response.get()),
                replicas.getPartitionOrException(target).getLeaderEpoch());
    }

    /**
     * Completes when all that was appended to the partition before is as safe as the broker's settings ask for: at once, or once
     * it is on the disk. Fails with a {@link org.apache.kafka.common.KafkaException} if it may be lost.
     */
    public CompletableFuture<Void> flushed(TopicPartition partition) {
        return flush.map(each -> each.flush(replicas.localLogOrException(partition)))
                .orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    /** As {@link #flushed(TopicPartition)}, of all partitions that were appended to, also by other producers. */
    public CompletableFuture<Void> flushed() {
        return flush.map(GroupFlush::flushAll).orElseGet(() -> CompletableFuture.completedFuture(null));
    }

    private static long baseOffset(@Nullable PartitionResponse response) {
        if (response == null) {
            throw new UnknownServerException("The broker did not say what became of a batch");
        }
        if (response.error != Errors.NONE) {
            throw response.error.exception(response.errorMessage);
        }
        return response.baseOffset;
    }
}
