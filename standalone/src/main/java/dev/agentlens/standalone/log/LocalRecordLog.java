/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone.log;

import dev.agentlens.embedded.EmbeddedKafka;
import dev.agentlens.embedded.LocalLog;
import dev.agentlens.ingest.publish.RecordLog;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.BrokerNotAvailableException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Writes to the log of the broker in this process, without a producer and its connection. */
public final class LocalRecordLog implements RecordLog {

    /** Bytes of a partition's records that are held before they are written. */
    private static final int BATCH_BYTES = 128 * 1024;

    private final EmbeddedKafka kafka;
    private final Map<TopicPartition, GroupedAppends> grouped = new ConcurrentHashMap<>();

    public LocalRecordLog(EmbeddedKafka kafka) {
        this.kafka = kafka;
    }

    /** @throws BrokerNotAvailableException before the broker has started */
    @Override
    public Batch begin() {
        return new LocalBatch(
                kafka.log().orElseThrow(() -> new BrokerNotAvailableException("The broker is not there yet")));
    }

    /** What goes to the page cache does; what is flushed does not. */
    @Override
    public boolean writesAtOnce() {
        return !kafka.flushesEachAppend();
    }

    private void append(LocalLog log, TopicPartition partition, PendingRecords records) {
        if (kafka.flushesEachAppend()) {
            grouped.computeIfAbsent(partition, GroupedAppends::new).append(log, records);
        } else {
            records.appendTo(log, partition);
        }
    }

    private final class LocalBatch implements Batch {

        private final LocalLog log;
        private final Map<TopicPartition, PendingRecords> pending = new HashMap<>();

        LocalBatch(LocalLog log) {
            this.log = log;
        }

        @Override
        public void write(ProducerRecord<byte[], byte[]> record, Callback callback) {
            TopicPartition partition = partition(record);
            PendingRecords records = pending.computeIfAbsent(partition, each -> new PendingRecords());
            records.add(record, callback);
            if (records.bytes() >= BATCH_BYTES) {
                pending.remove(partition);
                append(log, partition, records);
            }
        }

        @Override
        public void end() {
            pending.forEach((partition, records) -> append(log, partition, records));
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
    }
}
