/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.publish;

import dev.agentlens.common.event.EventTopic;
import dev.agentlens.edge.trace.RequestLog;
import dev.agentlens.ingest.validation.ValidationResult;
import dev.agentlens.ingest.validation.ValidationResult.Accepted;
import io.micrometer.context.ContextSnapshot;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A batch on its way to Kafka. One thread sends its events and then ends it; what the broker acknowledges is counted by
 * that thread or by another. An event is released once it was sent.
 */
public final class Publication implements Callback {

    private static final Logger log = LoggerFactory.getLogger(Publication.class);

    private final RecordLog.Batch batch;
    private final EventRecords records;
    private final IngestLedger ledger;
    private final EventLog eventLog;
    private final CompletableFuture<Map<Integer, Long>> acknowledged = new CompletableFuture<>();
    private final Map<Integer, Long> nextOffsets = new HashMap<>();

    private int accepted;
    private int rejected;
    private int published;
    private int rejectedKept;
    // The batch itself counts as one until it has ended.
    private int underWay = 1;
    private @Nullable Exception failure;

    Publication(RecordLog.Batch batch, EventRecords records, IngestLedger ledger, EventLog eventLog) {
        this.batch = batch;
        this.records = records;
        this.ledger = ledger;
        this.eventLog = eventLog;
    }

    /**
     * Hands an accepted event over for the events topic, a rejected one with its reason for theirs. May block for the
     * producer's {@code max.block.ms}.
     *
     * @return false if the batch has failed, and the rest of it need not be sent
     */
    public boolean send(ValidationResult result) {
        begin(result);
        try {
            batch.write(records.of(result), result instanceof Accepted accepted ? accepted : null, this);
        } catch (KafkaException e) {
            onCompletion(null, e);
        }
        return hasNotFailed();
    }

    /**
     * No more will be sent. Completes when the broker has acknowledged every record; fails with
     * {@link PublishFailedException} if it did not, in which case some records may still have been written.
     *
     * @param events in the batch, rejected ones and those not sent included
     */
    public CompletableFuture<Published> end(int events) {
        ContextSnapshot request = RequestLog.current();
        ledger.validated(accepted, rejected);
        batch.end();
        finishOne();
        return acknowledged.handle((nextOffsets, failure) -> {
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

    @Override
    public void onCompletion(@Nullable RecordMetadata written, @Nullable Exception exception) {
        count(written, exception);
        finishOne();
    }

    private synchronized void begin(ValidationResult result) {
        if (result instanceof Accepted) {
            accepted++;
        } else {
            rejected++;
        }
        underWay++;
    }

    private synchronized boolean hasNotFailed() {
        return failure == null;
    }

    private synchronized void count(@Nullable RecordMetadata written, @Nullable Exception exception) {
        if (written == null || exception != null) {
            failure = failure == null ? exception : failure;
        } else if (written.topic().equals(EventTopic.EVENTS)) {
            published++;
            nextOffsets.merge(written.partition(), written.offset() + 1, Math::max);
        } else {
            rejectedKept++;
        }
    }

    private void finishOne() {
        if (!isLast()) {
            return;
        }
        batch.close();
        // Some records of a failed batch may have been written.
        ledger.acknowledged(published, rejectedKept);
        if (failure == null) {
            acknowledged.complete(nextOffsets);
        } else {
            acknowledged.completeExceptionally(failure);
        }
    }

    private synchronized boolean isLast() {
        return --underWay == 0;
    }
}
