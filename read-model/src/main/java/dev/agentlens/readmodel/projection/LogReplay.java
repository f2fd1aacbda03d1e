/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.projection;

import dev.agentlens.common.event.EventTopic;
import dev.agentlens.readmodel.log.BoundedConsumer;
import dev.agentlens.readmodel.log.DeadLetters;
import dev.agentlens.readmodel.log.TopicIdentity;
import dev.agentlens.readmodel.positions.PartitionStoppedException;
import dev.agentlens.readmodel.positions.StoppedPartitions;
import dev.agentlens.readmodel.progress.ProjectionHealth;
import dev.agentlens.readmodel.progress.ProjectionProgress;
import dev.agentlens.readmodel.progress.ProjectionTraces;
import dev.agentlens.readmodel.tables.ReadTables;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;

/**
 * Projects partitions of the log into read tables of the caller's choice, poll by poll on the caller's thread, from the
 * position in these tables. A rebuild uses it. It belongs to no consumer group. Not for use by several threads at once.
 */
public final class LogReplay implements AutoCloseable {

    private static final int MAX_FETCH_BYTES = 16 * 1024 * 1024;

    private final List<TopicPartition> partitions;
    private final BoundedConsumer client;
    private final DefaultKafkaProducerFactory<byte[], byte[]> producers;
    private final TopicIdentity topic;
    private final StoppedPartitions stopped;
    private final Projection projection;

    /**
     * @param kafka settings by which Kafka is reached; everything else is set here
     * @param partitions of the topic to project
     * @param maxPollRecords events in one transaction at most
     * @param alreadySetAside says of a record that cannot be projected whether it is in the dead-letter topic, so that
     *     it is only counted
     */
    public LogReplay(
            Map<String, Object> kafka,
            ReadTables tables,
            Collection<Integer> partitions,
            int maxPollRecords,
            Predicate<ConsumerRecord<byte[], byte[]>> alreadySetAside) {
        this.partitions = partitions.stream()
                .map(partition -> new TopicPartition(EventTopic.EVENTS, partition))
                .toList();
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        ProjectionProgress progress = new ProjectionProgress(meters, Clock.systemUTC());
        ProjectionHealth health = new ProjectionHealth();
        topic = new TopicIdentity(EventTopic.EVENTS, kafka);
        stopped = new StoppedPartitions(health, meters);
        producers = new DefaultKafkaProducerFactory<>(DeadLetters.producerConfig(kafka));
        DeadLetters deadLetters = new DeadLetters(producers, alreadySetAside);
        projection = Projection.of(
                tables, topic, stopped, deadLetters, progress, ProjectionTraces.NONE, health, Runnable::run);
        client = new BoundedConsumer(consumerConfig(kafka, maxPollRecords));
        client.assign(this.partitions);
        client.seekToBeginning(this.partitions);
    }

    /**
     * Applies the records of one poll; of each partition either all of them or none.
     *
     * @return records read, 0 where none came within {@code timeout}
     * @throws PartitionStoppedException if the log does not have what comes next
     * @throws RuntimeException whatever else fails; calling again reads on from the position in the tables
     */
    public int poll(Duration timeout) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try {
            projection.positions().findUnknown(client);
            client.poll(timeout).forEach(records::add);
            if (!records.isEmpty()) {
                projection.consumer().onMessage(records, client);
            }
        } catch (OffsetOutOfRangeException e) {
            e.partitions()
                    .forEach(partition -> projection.positions().lost(client, partition, "the log does not have it"));
        }
        stopped.first().ifPresent(reason -> {
            throw new PartitionStoppedException(reason);
        });
        return records.size();
    }

    /** Those that this one projects. */
    public List<Integer> partitions() {
        return partitions.stream().map(TopicPartition::partition).toList();
    }

    /** The position of the tables, by partition; without those where that is not known yet. */
    public Map<Integer, Long> nextOffsets() {
        Map<Integer, Long> nextOffsets = new HashMap<>();
        for (TopicPartition partition : partitions) {
            Long position = projection.positions().of(partition);
            if (position != null) {
                nextOffsets.put(partition.partition(), position);
            }
        }
        return nextOffsets;
    }

    /** Where the log ends now, by partition. */
    public Map<Integer, Long> endOffsets() {
        Map<Integer, Long> ends = new HashMap<>();
        client.endOffsets(partitions).forEach((partition, end) -> ends.put(partition.partition(), end));
        return ends;
    }

    @Override
    public void close() {
        client.close();
        producers.destroy();
        topic.close();
    }

    private static Map<String, Object> consumerConfig(Map<String, Object> kafka, int maxPollRecords) {
        Map<String, Object> config = new HashMap<>(kafka);
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, maxPollRecords);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, MAX_FETCH_BYTES);
        return config;
    }
}
