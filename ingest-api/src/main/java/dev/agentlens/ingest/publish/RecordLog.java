/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.publish;

import dev.agentlens.ingest.validation.ValidationResult.Accepted;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Where the records of batches are written: Kafka's producer, or the broker in the same process. */
public interface RecordLog {

    Batch begin();

    /** Whether the records of a small batch can be written without waiting, so that the thread of a connection may do it. */
    boolean writesAtOnce();

    /** The records of one batch of events; used by one thread at a time. */
    interface Batch extends AutoCloseable {

        /**
         * Hands a record over without keeping it. May block for the producer's {@code max.block.ms}.
         *
         * @param event that the record is of; null if it is of another kind
         * @param callback receives the result, perhaps on this thread
         * @throws org.apache.kafka.common.KafkaException if it cannot be handed over
         */
        void write(ProducerRecord<byte[], byte[]> record, @Nullable Accepted event, Callback callback);

        /** No more records follow: sends the records handed over so far. */
        void end();

        /** The callbacks of all records have run. */
        @Override
        void close();
    }
}
