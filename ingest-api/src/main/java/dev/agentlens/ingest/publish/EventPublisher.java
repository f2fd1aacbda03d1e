/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.publish;

import dev.agentlens.edge.trace.RequestLog;
import io.micrometer.context.ContextSnapshot;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.stereotype.Component;

/** Publishes batches of judged events with the one producer that all of them share. */
@Component
public class EventPublisher {

    private static final Logger log = LoggerFactory.getLogger(EventPublisher.class);

    private final ProducerFactory<byte[], byte[]> producers;
    private final EventLog eventLog;
    private final IngestLedger ledger;
    private final ProducerBacklog backlog;

    EventPublisher(
            @Qualifier("ingestProducerFactory") ProducerFactory<byte[], byte[]> producers,
            EventLog eventLog,
            IngestLedger ledger) {
        this.producers = producers;
        this.eventLog = eventLog;
        this.ledger = ledger;
        backlog = new ProducerBacklog(producers);
    }

    /**
     * Whether the events of a small batch can be handed over without waiting: Kafka acknowledged something moments ago, so
     * that the topic's metadata is known, and the producer's buffer has room.
     */
    public boolean sendsAtOnce() {
        return backlog.isSmall();
    }

    public Publication begin(EventRecords records) {
        return new Publication(producers.createProducer(), records, ledger);
    }

    /**
     * Completes when the broker has acknowledged every record; fails with {@link PublishFailedException} if it did not, in
     * which case some of them may still have been written.
     *
     * @param events in the batch, rejected ones and those not sent included
     */
    public CompletableFuture<Published> end(Publication publication, int events) {
        ContextSnapshot request = RequestLog.current();
        return publication.end().handle((nextOffsets, failure) -> {
            if (failure != null) {
                // By the producer's thread, or by that of another request.
                request.wrap(() -> log.warn(
                                "Kafka did not acknowledge a batch of {} events: {}", events, failure.getMessage()))
                        .run();
                throw new PublishFailedException(failure);
            }
            backlog.acknowledged();
            return new Published(nextOffsets, eventLog.position(nextOffsets));
        });
    }
}
