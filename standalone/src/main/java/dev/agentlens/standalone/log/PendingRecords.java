/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone.log;

import dev.agentlens.embedded.LocalLog;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.record.MemoryRecords;
import org.apache.kafka.common.record.SimpleRecord;

/** Records of one partition that are not written yet, each with whom to tell of it. */
final class PendingRecords {

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

    void addAll(PendingRecords others) {
        records.addAll(others.records);
        callbacks.addAll(others.callbacks);
        bytes += others.bytes;
    }

    /** Of the values. */
    int bytes() {
        return bytes;
    }

    /** Appends them as one batch, and tells each callback what became of its record. */
    void appendTo(LocalLog log, TopicPartition partition) {
        long baseOffset;
        try {
            baseOffset = log.append(
                    partition, MemoryRecords.withRecords(Compression.NONE, records.toArray(SimpleRecord[]::new)));
        } catch (KafkaException e) {
            callbacks.forEach(callback -> callback.onCompletion(null, e));
            return;
        } catch (RuntimeException e) {
            KafkaException failure = new KafkaException("The broker could not append to " + partition, e);
            callbacks.forEach(callback -> callback.onCompletion(null, failure));
            return;
        }
        for (int index = 0; index < records.size(); index++) {
            long time = records.get(index).timestamp();
            callbacks.get(index).onCompletion(new RecordMetadata(partition, baseOffset, index, time, -1, -1), null);
        }
    }
}
