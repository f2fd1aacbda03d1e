/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone;

import dev.agentlens.common.event.EventTopic;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.embedded.EmbeddedKafka;
import dev.agentlens.embedded.LocalLog;
import dev.agentlens.embedded.LocalLog.Appended;
import dev.agentlens.ingest.publish.RecordLog;
import dev.agentlens.ingest.validation.ValidationResult.Accepted;
import dev.agentlens.readmodel.log.EventRecord;
import dev.agentlens.readmodel.log.RecentEvents;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.errors.BrokerNotAvailableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;
import org.jspecify.annotations.Nullable;

/** Writes to the log of the broker in this process, without a producer and its connection. */
final class LocalRecordLog implements RecordLog {

    /** Bytes of a partition's records that are held before they are written. */
    private static final int BATCH_BYTES = 128 * 1024;

    /** For each byte of the events that are remembered. */
    private static final int MAX_BYTES_HELD = 4;

    private final EmbeddedKafka kafka;
    private final RecentEvents recent;

    /** @param recent receives the events that are written */
    LocalRecordLog(EmbeddedKafka kafka, RecentEvents recent) {
        this.kafka = kafka;
        this.recent = recent;
    }

    @Override
    public Batch begin() {
        return new LocalBatch(
                kafka.log().orElseThrow(() -> new BrokerNotAvailableException("The broker is not there yet")), recent);
    }

    /** To the page cache. The disk is waited for by another thread. */
    @Override
    public boolean writesAtOnce() {
        return true;
    }

    private static final class LocalBatch implements Batch {

        private final LocalLog log;
        private final RecentEvents recent;
        private final Map<TopicPartition, Pending> pending = new HashMap<>();
        /** Of all events so far. */
        private long bytes;

        LocalBatch(LocalLog log, RecentEvents recent) {
            this.log = log;
            this.recent = recent;
        }

        @Override
        public void write(ProducerRecord<byte[], byte[]> record, @Nullable Accepted event, Callback callback) {
            TopicPartition partition = partition(record);
            Pending records = pending.computeIfAbsent(partition, each -> new Pending());
            records.add(record, event, callback);
            bytes += event == null ? 0 : record.value().length;
            if (records.bytes >= BATCH_BYTES) {
                pending.remove(partition);
                append(partition, records);
            }
        }

        @Override
        public void end() {
            pending.forEach(this::append);
        }

        @Override
        public void close() {}

        /** The one that a producer would choose. */
        private TopicPartition partition(ProducerRecord<byte[], byte[]> record) {
            int partitions = log.partitions(record.topic());
            if (partitions == 0) {
                throw new UnknownTopicOrPartitionException("There is no topic " + record.topic());
            }
            int partition = record.key() == null
                    ? ThreadLocalRandom.current().nextInt(partitions)
                    : BuiltInPartitioner.partitionForKey(record.key(), partitions);
            return new TopicPartition(record.topic(), partition);
        }

        private void append(TopicPartition partition, Pending records) {
            boolean remembered = isWorthRemembering(partition, records);
            try {
                Appended appended = log.append(partition, records.batch());
                log.flushed(partition).whenComplete((flushed, failure) -> {
                    if (failure != null) {
                        records.failed(new KafkaException(failure.getMessage(), failure));
                        return;
                    }
                    if (remembered) {
                        recent.add(partition, appended.topicId(), records.events(partition, appended));
                    }
                    records.appended(partition, appended.baseOffset());
                });
            } catch (KafkaException e) {
                records.failed(e);
            }
        }

        /** Unless the events hold a request in memory of which they are a small part. */
        private boolean isWorthRemembering(TopicPartition partition, Pending records) {
            return partition.topic().equals(EventTopic.EVENTS) && records.bytesHeld() <= MAX_BYTES_HELD * bytes;
        }
    }

    /** Records of one partition that are not written yet. */
    private static final class Pending {

        private final List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        private final List<@Nullable Accepted> events = new ArrayList<>();
        private final List<Callback> callbacks = new ArrayList<>();
        private int bytes;

        void add(ProducerRecord<byte[], byte[]> record, @Nullable Accepted event, Callback callback) {
            records.add(record);
            events.add(event);
            callbacks.add(callback);
            bytes += record.value().length;
        }

        MemoryRecords batch() {
            return MemoryRecords.withRecords(
                    Compression.NONE,
                    records.stream()
                            .map(record -> new SimpleRecord(
                                    record.timestamp(),
                                    record.key(),
                                    record.value(),
                                    record.headers().toArray()))
                            .toArray(SimpleRecord[]::new));
        }

        /** By the event that holds most; they are sliced from the same request. */
        int bytesHeld() {
            return events.stream()
                    .filter(Objects::nonNull)
                    .flatMap(event -> event.event().fields().values().stream())
                    .mapToInt(RawJson::bytesHeld)
                    .max()
                    .orElse(0);
        }

        List<EventRecord> events(TopicPartition partition, Appended appended) {
            List<EventRecord> written = new ArrayList<>(records.size());
            for (int index = 0; index < records.size(); index++) {
                Accepted accepted = Objects.requireNonNull(events.get(index));
                written.add(new EventRecord(
                        records.get(index),
                        partition.partition(),
                        appended.baseOffset() + index,
                        appended.leaderEpoch(),
                        accepted.event(),
                        HexFormat.fromHexDigitsToLong(accepted.digest())));
            }
            return written;
        }

        void appended(TopicPartition partition, long baseOffset) {
            for (int index = 0; index < records.size(); index++) {
                ProducerRecord<byte[], byte[]> record = records.get(index);
                callbacks
                        .get(index)
                        .onCompletion(
                                new RecordMetadata(partition, baseOffset, index, record.timestamp(), -1, -1), null);
            }
        }

        void failed(KafkaException failure) {
            callbacks.forEach(callback -> callback.onCompletion(null, failure));
        }
    }
}
