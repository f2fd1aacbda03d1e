/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.tail;

import dev.agentlens.cli.CommandFailedException;
import dev.agentlens.cli.connect.RunningKafka;
import dev.agentlens.readmodel.log.BoundedConsumer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * A topic's records as they come, for as long as wanted, through restarts of the broker. Nothing is committed, and no group
 * joined. Used by one thread, but for {@link #wakeUp}.
 */
final class LogFollower implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    /** An unavailable broker looks like one without new records. After this silence it is checked. */
    private static final Duration SILENCE = Duration.ofSeconds(2);

    private static final Duration PROBE_LIMIT = Duration.ofSeconds(3);

    private final RunningKafka kafka;
    private final String topic;
    private final Consumer<String> notices;
    private final BoundedConsumer consumer;
    private long heard = System.nanoTime();
    private boolean away;

    private LogFollower(RunningKafka kafka, String topic, Consumer<String> notices, BoundedConsumer consumer) {
        this.kafka = kafka;
        this.topic = topic;
        this.notices = notices;
        this.consumer = consumer;
    }

    /**
     * @param notices receives, in a sentence each, what goes wrong with the broker and when it is well again
     * @throws CommandFailedException if Kafka does not respond, or has no such topic
     */
    static LogFollower open(RunningKafka kafka, String topic, StartAt start, Consumer<String> notices) {
        LogFollower follower = new LogFollower(kafka, topic, notices, new BoundedConsumer(config(kafka)));
        try {
            follower.begin(start);
            return follower;
        } catch (RuntimeException e) {
            follower.close();
            throw e instanceof KafkaException ? follower.cannot(e) : e;
        }
    }

    private void begin(StartAt start) {
        List<TopicPartition> partitions = partitions();
        if (partitions.isEmpty()) {
            throw new CommandFailedException("Kafka at " + kafka.servers() + " has no topic " + topic
                    + "; ingest-api makes it when it starts. Is this the right Kafka?");
        }
        consumer.assign(partitions);
        places(partitions, start).forEach(consumer::seek);
    }

    private Map<TopicPartition, Long> places(List<TopicPartition> partitions, StartAt start) {
        if (start instanceof StartAt.Beginning) {
            return consumer.beginningOffsets(partitions);
        }
        // First: what comes in while the times are looked up is new.
        Map<TopicPartition, Long> places = new HashMap<>(consumer.endOffsets(partitions));
        if (start instanceof StartAt.Since since) {
            long time = since.time().toEpochMilli();
            Map<TopicPartition, Long> times =
                    partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> time));
            for (Map.Entry<TopicPartition, OffsetAndTimestamp> found :
                    consumer.offsetsForTimes(times).entrySet()) {
                if (found.getValue() != null) {
                    places.put(found.getKey(), found.getValue().offset());
                }
            }
        }
        return places;
    }

    /**
     * The next records, none where none come within half a second or so. A partition's are in order.
     *
     * @throws WakeupException after {@link #wakeUp}
     * @throws CommandFailedException if Kafka refuses for good
     */
    Iterable<ConsumerRecord<byte[], byte[]>> next() {
        try {
            return poll();
        } catch (WakeupException e) {
            throw e;
        } catch (RetriableException e) {
            return List.of();
        } catch (KafkaException e) {
            throw cannot(e);
        }
    }

    private Iterable<ConsumerRecord<byte[], byte[]>> poll() {
        try {
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            if (!records.isEmpty()) {
                hear();
            } else if (System.nanoTime() - heard > SILENCE.toNanos()) {
                ask();
            }
            return records;
        } catch (OffsetOutOfRangeException e) {
            goOnFromWhatIsThere(e.partitions());
            return List.of();
        }
    }

    /** Makes a {@link #next} that waits, or the next one, end at once. From any thread. */
    void wakeUp() {
        consumer.wakeup();
    }

    private void ask() {
        try {
            consumer.endOffsets(consumer.assignment(), PROBE_LIMIT);
            hear();
            followNewPartitions();
        } catch (RetriableException e) {
            if (!away) {
                away = true;
                notices.accept("Kafka at " + kafka.servers() + " does not answer; waiting for it");
            }
        }
    }

    private void hear() {
        heard = System.nanoTime();
        if (away) {
            away = false;
            notices.accept("Kafka answers again; going on");
        }
    }

    private void followNewPartitions() {
        List<TopicPartition> now = partitions();
        Set<TopicPartition> known = consumer.assignment();
        if (now.size() > known.size()) {
            Map<TopicPartition, Long> places = known.stream().collect(Collectors.toMap(p -> p, consumer::position));
            consumer.assign(now);
            now.forEach(partition -> consumer.seek(partition, places.getOrDefault(partition, 0L)));
        }
    }

    /** Retention was faster than this reader, or the log is another one. */
    private void goOnFromWhatIsThere(Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        for (TopicPartition partition : partitions) {
            long lost = consumer.position(partition);
            long begin = begins.getOrDefault(partition, 0L);
            long place = lost < begin ? begin : ends.getOrDefault(partition, 0L);
            notices.accept("The log of " + partition + " has no offset " + lost + " any more; going on at " + place);
            consumer.seek(partition, place);
        }
    }

    private List<TopicPartition> partitions() {
        List<PartitionInfo> partitions = consumer.partitionsFor(topic);
        return partitions == null
                ? List.of()
                : partitions.stream()
                        .map(partition -> new TopicPartition(topic, partition.partition()))
                        .toList();
    }

    private CommandFailedException cannot(RuntimeException e) {
        return new CommandFailedException(
                topic + " of Kafka at " + kafka.servers() + " cannot be read: " + e.getMessage()
                        + ". Is it running? AGENTLENS_DATA_DIR or AGENTLENS_KAFKA_BOOTSTRAP say which one is meant",
                e);
    }

    @Override
    public void close() {
        consumer.close();
    }

    private static Map<String, Object> config(RunningKafka kafka) {
        Map<String, Object> config = kafka.consumerConfig();
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "agentlens-cli");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) ANSWER_LIMIT.toMillis());
        config.put(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, (int) ANSWER_LIMIT.toMillis());
        config.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return config;
    }
}
