/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.publish;

import dev.agentlens.edge.trace.RequestLog;
import io.micrometer.context.ContextSnapshot;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Publishes batches of judged events to the log that all of them share. */
@Component
public class EventPublisher {

    private static final Logger log = LoggerFactory.getLogger(EventPublisher.class);

    private final RecordLog records;
    private final EventLog eventLog;
    private final IngestLedger ledger;

    EventPublisher(RecordLog records, EventLog eventLog, IngestLedger ledger) {
        this.records = records;
        this.eventLog = eventLog;
        this.ledger = ledger;
    }

    /** Whether the events of a small batch can be handed over without waiting. */
    public boolean sendsAtOnce() {
        return records.writesAtOnce();
    }

    public Publication begin(EventRecords events) {
        return new Publication(records.begin(), events, ledger);
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
            return new Published(nextOffsets, eventLog.position(nextOffsets));
        });
    }
}
