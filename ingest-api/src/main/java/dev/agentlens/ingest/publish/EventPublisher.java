/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.publish;

import dev.agentlens.common.event.EventTopic;
import dev.agentlens.ingest.batch.Judged;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.kafka.KafkaException;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.SendResult;
import org.springframework.stereotype.Component;

/** Publishes judged events: accepted ones to the events topic, rejected ones with their reason to theirs. */
@Component
public class EventPublisher {

    private static final Logger log = LoggerFactory.getLogger(EventPublisher.class);

    private final KafkaTemplate<byte[], byte[]> kafka;
    private final EventLog eventLog;
    private final IngestLedger ledger;

    EventPublisher(
            @Qualifier("ingestKafkaTemplate") KafkaTemplate<byte[], byte[]> kafka,
            EventLog eventLog,
            IngestLedger ledger) {
        this.kafka = kafka;
        this.eventLog = eventLog;
        this.ledger = ledger;
    }

    /**
     * Completes when the broker has acknowledged every record; fails with {@link PublishFailedException} if it did not,
     * in which case some of them may still have been written. May block for the producer's {@code max.block.ms}.
     */
    public CompletableFuture<Published> publish(List<Judged> judged, EventRecords records) {
        ledger.judged(judged);
        List<CompletableFuture<SendResult<byte[], byte[]>>> sends = new ArrayList<>(judged.size());
        for (Judged one : judged) {
            CompletableFuture<SendResult<byte[], byte[]>> send = send(records.of(one));
            sends.add(send);
            // A broker that is away fails each send only after max.block.ms: the first failure answers for all.
            if (send.isCompletedExceptionally()) {
                break;
            }
        }
        return CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new)).handle((done, failure) -> {
            if (failure != null) {
                log.warn("Kafka did not acknowledge a batch of {} events: {}", judged.size(), rootMessage(failure));
                throw new PublishFailedException(failure);
            }
            return published(sends);
        });
    }

    private CompletableFuture<SendResult<byte[], byte[]>> send(ProducerRecord<byte[], byte[]> record) {
        try {
            // Each counts on its own: of a batch that fails, some may have been written.
            return kafka.send(record).whenComplete((sent, failure) -> {
                if (failure == null) {
                    ledger.acknowledged(record.topic());
                }
            });
        } catch (KafkaException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private Published published(List<CompletableFuture<SendResult<byte[], byte[]>>> sends) {
        Map<Integer, Long> nextOffsets = new HashMap<>();
        for (CompletableFuture<SendResult<byte[], byte[]>> send : sends) {
            RecordMetadata metadata = send.join().getRecordMetadata();
            if (metadata.topic().equals(EventTopic.EVENTS)) {
                nextOffsets.merge(metadata.partition(), metadata.offset() + 1, Math::max);
            }
        }
        return new Published(nextOffsets, eventLog.position(nextOffsets));
    }

    private static @Nullable String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
