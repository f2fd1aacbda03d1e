/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.redrive;

import dev.agentlens.cli.CommandFailedException;
import dev.agentlens.cli.connect.RunningSystem;
import dev.agentlens.readmodel.log.BoundedConsumer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Reads what a topic held when this was opened, as often as wanted. Nothing is committed, and no group joined. */
final class TopicReader implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int CALL_TIMEOUT_MS = 10_000;

    private final String topicId;
    private final List<Range> ranges;
    private final BoundedConsumer consumer;

    private record Range(TopicPartition partition, long from, long to) {}

    private TopicReader(String topicId, List<Range> ranges, BoundedConsumer consumer) {
        this.topicId = topicId;
        this.ranges = ranges;
        this.consumer = consumer;
    }

    /**
     * @param places of the records to read; empty: all of them
     * @param since where {@code places} is empty: leaves out what was written before; null: nothing
     * @throws CommandFailedException if Kafka does not respond, the topic does not exist, or has no record in such a place
     */
    static TopicReader open(RunningSystem system, String topic, List<RecordPlace> places, @Nullable Instant since) {
        TopicDescription description = describe(system, topic);
        BoundedConsumer consumer = new BoundedConsumer(config(system));
        try {
            List<TopicPartition> partitions = description.partitions().stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            List<Range> all = all(consumer, partitions, since);
            List<Range> ranges = places.isEmpty()
                    ? all
                    : places.stream().map(place -> one(place, all)).toList();
            return new TopicReader(description.topicId().toString(), ranges, consumer);
        } catch (RuntimeException e) {
            consumer.close();
            throw e instanceof KafkaException ? unreachable(system, e) : e;
        }
    }

    /** Kafka's id of the topic. */
    String topicId() {
        return topicId;
    }

    /** How many records there may be. */
    long size() {
        return ranges.stream().mapToLong(range -> range.to() - range.from()).sum();
    }

    /** Hands the records out as they come, for as long as {@code chunk} says to go on. */
    void read(Predicate<List<ConsumerRecord<byte[], byte[]>>> chunk) {
        for (Range range : ranges) {
            if (!read(range, chunk)) {
                return;
            }
        }
    }

    private boolean read(Range range, Predicate<List<ConsumerRecord<byte[], byte[]>>> chunk) {
        consumer.assign(List.of(range.partition()));
        consumer.seek(range.partition(), range.from());
        long heard = System.nanoTime();
        while (consumer.position(range.partition()) < range.to()) {
            ConsumerRecords<byte[], byte[]> polled = poll(range);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            polled.forEach(record -> {
                if (record.offset() < range.to()) {
                    records.add(record);
                }
            });
            if (!records.isEmpty()) {
                if (!chunk.test(records)) {
                    return false;
                }
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > PATIENCE.toNanos()) {
                throw new CommandFailedException("Kafka has handed out nothing of " + range.partition() + " for "
                        + PATIENCE.toSeconds() + " s; start the command again when it answers");
            }
        }
        return true;
    }

    private ConsumerRecords<byte[], byte[]> poll(Range range) {
        try {
            return consumer.poll(POLL);
        } catch (KafkaException e) {
            throw new CommandFailedException(
                    range.partition() + " cannot be read on: " + e.getMessage() + "; start the command again", e);
        }
    }

    @Override
    public void close() {
        consumer.close();
    }

    private static List<Range> all(
            KafkaConsumer<?, ?> consumer, List<TopicPartition> partitions, @Nullable Instant since) {
        Map<TopicPartition, Long> starts = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        if (since != null) {
            Map<TopicPartition, Long> times =
                    partitions.stream().collect(Collectors.toMap(partition -> partition, p -> since.toEpochMilli()));
            Map<TopicPartition, OffsetAndTimestamp> first = consumer.offsetsForTimes(times);
            starts = new HashMap<>(starts);
            for (TopicPartition partition : partitions) {
                OffsetAndTimestamp found = first.get(partition);
                starts.put(partition, found == null ? ends.getOrDefault(partition, 0L) : found.offset());
            }
        }
        List<Range> ranges = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            ranges.add(new Range(partition, starts.getOrDefault(partition, 0L), ends.getOrDefault(partition, 0L)));
        }
        return ranges;
    }

    private static Range one(RecordPlace place, List<Range> all) {
        return all.stream()
                .filter(range -> range.partition().partition() == place.partition()
                        && range.from() <= place.offset()
                        && place.offset() < range.to())
                .findFirst()
                .map(range -> new Range(range.partition(), place.offset(), place.offset() + 1))
                .orElseThrow(() -> new CommandFailedException("There is no record " + place + " in "
                        + all.get(0).partition().topic() + ", which holds " + extent(all) + "; list shows them"));
    }

    private static String extent(List<Range> all) {
        String held = all.stream()
                .filter(range -> range.from() < range.to())
                .map(range -> new RecordPlace(range.partition().partition(), range.from()) + " to "
                        + new RecordPlace(range.partition().partition(), range.to() - 1))
                .collect(Collectors.joining(", "));
        return held.isEmpty() ? "none" : held;
    }

    private static Map<String, Object> config(RunningSystem system) {
        Map<String, Object> config = system.consumerConfig();
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "agentlens-cli");
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_TIMEOUT_MS);
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, CALL_TIMEOUT_MS);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return config;
    }

    private static TopicDescription describe(RunningSystem system, String topic) {
        Map<String, Object> config = system.adminConfig();
        config.put("default.api.timeout.ms", CALL_TIMEOUT_MS);
        config.put("request.timeout.ms", CALL_TIMEOUT_MS);
        try (Admin admin = Admin.create(config)) {
            return admin.describeTopics(List.of(topic))
                    .topicNameValues()
                    .values()
                    .iterator()
                    .next()
                    .get(CALL_TIMEOUT_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new CommandFailedException("Kafka at " + system.kafka() + " has no topic " + topic
                        + "; ingest-api makes it when it starts. Is this the right Kafka?");
            }
            throw unreachable(system, e.getCause());
        } catch (TimeoutException | KafkaException e) {
            throw unreachable(system, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException("Interrupted", e);
        }
    }

    private static CommandFailedException unreachable(RunningSystem system, @Nullable Throwable cause) {
        String why = cause == null || cause.getMessage() == null ? "no answer in time" : cause.getMessage();
        return new CommandFailedException(
                "Kafka at " + system.kafka() + " does not answer (" + why
                        + "). Is it running? AGENTLENS_DATA_DIR or AGENTLENS_KAFKA_BOOTSTRAP say which one is meant",
                cause);
    }
}
