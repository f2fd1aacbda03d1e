/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.publish;

import dev.agentlens.ingest.validation.ValidationResult.Accepted;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ProducerFactory;

/** Kafka's producer: one for all batches. */
public final class ProducerLog implements RecordLog {

    private final ProducerFactory<byte[], byte[]> producers;
    private final ProducerBacklog backlog;

    public ProducerLog(ProducerFactory<byte[], byte[]> producers) {
        this.producers = producers;
        backlog = new ProducerBacklog(producers);
    }

    @Override
    public Batch begin() {
        return new ProducerBatch(producers.createProducer(), backlog);
    }

    /** Kafka acknowledged something moments ago, so that the topic's metadata is known, and the producer's buffer has room. */
    @Override
    public boolean writesAtOnce() {
        return backlog.isSmall();
    }

    private record ProducerBatch(Producer<byte[], byte[]> producer, ProducerBacklog backlog) implements Batch {

        @Override
        @SuppressWarnings("FutureReturnValueIgnored") // The callback receives the same result.
        public void write(ProducerRecord<byte[], byte[]> record, @Nullable Accepted event, Callback callback) {
            producer.send(record, (written, failure) -> {
                if (failure == null) {
                    backlog.acknowledged();
                }
                callback.onCompletion(written, failure);
            });
        }

        /** The producer sends by itself. */
        @Override
        public void end() {}

        @Override
        public void close() {
            producer.close();
        }
    }
}
