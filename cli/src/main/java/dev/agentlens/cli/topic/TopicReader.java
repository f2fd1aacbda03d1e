/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.topic;

import dev.agentlens.cli.CommandFailedException;
import dev.agentlens.cli.connect.RunningSystem;
import dev.agentlens.readmodel.log.BoundedConsumer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;

/** Reads what topics hold, from their start to the end that they had. Nothing is committed, and no group is joined. */
public final class TopicReader implements AutoCloseable {

    /** Fetched at a time, so that partitions of large events do not add up. */
    private static final int FETCH_BYTES = 8 * 1024 * 1024;

    private static final int CALL_TIMEOUT_MS = 10_000;
    private static final int FETCH_WAIT_MS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(500);

    private final String brokers;
    private final Admin admin;
    private final BoundedConsumer consumer;

    /**
     * The offsets that a partition's log has.
     *
     * @param end the one after the last
     */
    public record Range(long begin, long end) {

        public Range upTo(long offset) {
            return new Range(begin, Math.max(begin, Math.min(end, offset)));
        }

        public long size() {
            return end - begin;
        }
    }

    /** @param client for {@code client.id} */
    public TopicReader(RunningSystem system, String client) {
        brokers = system.kafka();
        Map<String, Object> config = new HashMap<>(system.consumerConfig());
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, FETCH_BYTES);
        // A fetch that finds a partition at its end holds up those of the other partitions meanwhile.
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MS);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, client);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_TIMEOUT_MS);
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, CALL_TIMEOUT_MS);
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        Map<String, Object> adminConfig = new HashMap<>(system.adminConfig());
        adminConfig.put("default.api.timeout.ms", CALL_TIMEOUT_MS);
        adminConfig.put("request.timeout.ms", CALL_TIMEOUT_MS);
        admin = Admin.create(adminConfig);
        consumer = new BoundedConsumer(config);
    }

    /** Kafka's id of it; null where there is no such topic. */
    public @Nullable String idOf(String topic) {
        TopicDescription description = describe(topic);
        return description == null ? null : description.topicId().toString();
    }

    /** By partition; empty where there is no such topic. */
    public SortedMap<Integer, Range> ranges(String topic) {
        List<TopicPartition> partitions = partitions(topic);
        SortedMap<Integer, Range> ranges = new TreeMap<>();
        ask(() -> {
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.beginningOffsets(partitions)
                    .forEach((partition, begin) ->
                            ranges.put(partition.partition(), new Range(begin, ends.getOrDefault(partition, begin))));
            return ranges;
        });
        return ranges;
    }

    /** Of these ranges, what was written at {@code time} or later. */
    public SortedMap<Integer, Range> since(Instant time, String topic, SortedMap<Integer, Range> ranges) {
        Map<TopicPartition, Long> times = ranges.keySet().stream()
                .collect(Collectors.toMap(partition -> new TopicPartition(topic, partition), p -> time.toEpochMilli()));
        Map<TopicPartition, OffsetAndTimestamp> first = ask(() -> consumer.offsetsForTimes(times));
        SortedMap<Integer, Range> later = new TreeMap<>();
        ranges.forEach((partition, range) -> {
            OffsetAndTimestamp found = first.get(new TopicPartition(topic, partition));
            later.put(partition, new Range(found == null ? range.end() : found.offset(), range.end()));
        });
        return later;
    }

    /**
     * Hands over the records, of a partition in the order of its log, for as long as {@code chunk} says to go on.
     *
     * @return whether it said so to the end
     */
    public boolean read(
            String topic, Map<Integer, Range> ranges, Predicate<List<ConsumerRecord<byte[], byte[]>>> chunk) {
        Map<TopicPartition, Range> open = new HashMap<>();
        ranges.forEach((partition, range) -> {
            if (range.size() > 0) {
                open.put(new TopicPartition(topic, partition), range);
            }
        });
        consumer.assign(open.keySet());
        // Those that an earlier read paused at their end.
        consumer.resume(open.keySet());
        open.forEach((partition, range) -> consumer.seek(partition, range.begin()));
        long heard = System.nanoTime();
        while (!open.isEmpty()) {
            List<ConsumerRecord<byte[], byte[]>> records = poll(topic, open);
            if (!records.isEmpty()) {
                if (!chunk.test(records)) {
                    return false;
                }
                heard = System.nanoTime();
            } else if (System.nanoTime() - heard > PATIENCE.toNanos()) {
                throw new CommandFailedException("Kafka at " + brokers + " has sent nothing of " + topic + " for "
                        + PATIENCE.toSeconds() + " s; is it running?");
            }
        }
        return true;
    }

    private List<ConsumerRecord<byte[], byte[]>> poll(String topic, Map<TopicPartition, Range> open) {
        try {
            return ask(() -> {
                List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    Range range = open.get(new TopicPartition(record.topic(), record.partition()));
                    if (range != null && record.offset() < range.end()) {
                        records.add(record);
                    }
                }
                closeThoseRead(open);
                return records;
            });
        } catch (OffsetOutOfRangeException e) {
            throw new CommandFailedException(
                    "Kafka deleted records of " + topic + " while they were being read; start the command again", e);
        }
    }

    private void closeThoseRead(Map<TopicPartition, Range> open) {
        List<TopicPartition> read = open.entrySet().stream()
                .filter(entry ->
                        consumer.position(entry.getKey()) >= entry.getValue().end())
                .map(Map.Entry::getKey)
                .toList();
        consumer.pause(read);
        read.forEach(open::remove);
    }

    @Override
    public void close() {
        consumer.close();
        admin.close();
    }

    private List<TopicPartition> partitions(String topic) {
        TopicDescription description = describe(topic);
        return description == null
                ? List.of()
                : description.partitions().stream()
                        .map(info -> new TopicPartition(topic, info.partition()))
                        .toList();
    }

    private @Nullable TopicDescription describe(String topic) {
        try {
            return admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return null;
            }
            throw silent(e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private <T> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (OffsetOutOfRangeException | InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            throw silent(e);
        }
    }

    private CommandFailedException silent(Throwable cause) {
        return new CommandFailedException(
                "Kafka at " + brokers + " does not answer: "
                        + NestedExceptionUtils.getMostSpecificCause(cause).getMessage()
                        + ". Is it running? AGENTLENS_DATA_DIR or AGENTLENS_KAFKA_BOOTSTRAP say which one is meant",
                cause);
    }
}
