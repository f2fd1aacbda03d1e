/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone;

import dev.agentlens.embedded.EmbeddedKafka;
import dev.agentlens.embedded.LocalLog;
import dev.agentlens.ingest.publish.RecordLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

/** Writes to the log of the broker in this process, without a producer and its connection. */
final class LocalRecordLog implements RecordLog {

    /** Bytes of a partition's records that are held before they are written. */
    private static final int BATCH_BYTES = 128 * 1024;

    private final EmbeddedKafka kafka;

    LocalRecordLog(EmbeddedKafka kafka) {
        this.kafka = kafka;
    }

    @Override
    public Batch begin() {
        return new LocalBatch(
                kafka.log().orElseThrow(() -> new BrokerNotAvailableException("The broker is not there yet")));
    }

    /** True for writes to the page cache, false for flushed ones. */
    @Override
    public boolean writesAtOnce() {
        return !kafka.flushesEachAppend();
    }

    private static final class LocalBatch implements Batch {

        private final LocalLog log;
        private final Map<TopicPartition, Pending> pending = new HashMap<>();

        LocalBatch(LocalLog log) {
            this.log = log;
        }

        @Override
        public void write(ProducerRecord<byte[], byte[]> record, Callback callback) {
            TopicPartition partition = partition(record);
            Pending records = pending.computeIfAbsent(partition, each -> new Pending());
            records.add(record, callback);
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
            try {
                records.appended(partition, log.append(partition, records.batch()));
            } catch (KafkaException e) {
                records.failed(e);
            }
        }
    }

    /** Records of one partition that are not written yet. */
    private static final class Pending {

        private final List<SimpleRecord> records = new ArrayList<>();
        private final List<Callback> callbacks = new ArrayList<>();
        private int bytes;

        void add(ProducerRecord<byte[], byte[]> record, Callback callback) {
            SimpleRecord added = new SimpleRecord(
                    record.timestamp(),
                    record.key(),
                    record.value(),
                    record.headers().toArray());
            records.add(added);
            callbacks.add(callback);
            bytes += record.value().length;
        }

        MemoryRecords batch() {
            return MemoryRecords.withRecords(Compression.NONE, records.toArray(SimpleRecord[]::new));
        }

        void appended(TopicPartition partition, long baseOffset) {
            for (int index = 0; index < records.size(); index++) {
                SimpleRecord record = records.get(index);
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
