/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.writing;

import dev.agentlens.readmodel.log.ReplacedLogException;
import dev.agentlens.readmodel.tables.PartitionBatch;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * The records of one poll.
 *
 * @param records by partition, in log order; none is empty
 * @param logIsTheSame run before the records have any lasting effect; throws {@link ReplacedLogException}
 */
public record Poll(
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records,
        Consumer<?, ?> consumer,
        Runnable logIsTheSame) {

    public Set<TopicPartition> partitions() {
        return records.keySet();
    }

    public TopicPartition partition(PartitionBatch batch) {
        return partitions().stream()
                .filter(partition -> partition.partition() == batch.partition())
                .findFirst()
                .orElseThrow();
    }

    /** Of all values together. */
    public long bytes() {
        return records.values().stream()
                .flatMap(List::stream)
                .mapToLong(ConsumerRecord::serializedValueSize)
                .sum();
    }

    /** Whether the log is known to have more of its partitions, so that the consumer's next poll brings something. */
    public boolean isFollowed() {
        Set<TopicPartition> assigned = consumer.assignment();
        return partitions().stream()
                .filter(assigned::contains)
                .anyMatch(partition -> consumer.currentLag(partition).orElse(0) > 0);
    }

    /** Those of a batch. */
    public Stream<ConsumerRecord<byte[], byte[]>> records(PartitionBatch batch) {
        return records.getOrDefault(partition(batch), List.of()).stream()
                .filter(record -> record.offset() >= batch.fromOffset() && record.offset() < batch.nextOffset());
    }

    public static Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> byPartition(
            List<ConsumerRecord<byte[], byte[]>> records) {
        return records.stream()
                .collect(Collectors.groupingBy(
                        record -> new TopicPartition(record.topic(), record.partition()),
                        () -> new TreeMap<>(Comparator.comparing(TopicPartition::partition)),
                        Collectors.toList()));
    }
}
