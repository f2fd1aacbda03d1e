/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.batch;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.common.position.LogPosition;
import dev.agentlens.edge.error.ApiException;
import dev.agentlens.ingest.IngestProperties;
import dev.agentlens.ingest.body.ContentCoding;
import dev.agentlens.ingest.publish.EventPublisher;
import dev.agentlens.ingest.publish.EventRecords;
import dev.agentlens.ingest.publish.PublishFailedException;
import dev.agentlens.ingest.publish.Published;
import dev.agentlens.ingest.publish.VisibilityBarrier;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The road of a batch: decode, parse, judge each event, publish, wait for the acknowledgements, answer. */
@Component
class Ingestion {

    private final IngestProperties properties;
    private final EventNormalizer normalizer;
    private final EventPublisher publisher;
    private final VisibilityBarrier visibility;
    private final Scheduler scheduler;
    private final Clock clock;
    private final Supplier<UUID> newEventId;

    Ingestion(
            IngestProperties properties,
            EventPublisher publisher,
            VisibilityBarrier visibility,
            @Qualifier("ingestScheduler") Scheduler scheduler,
            @Qualifier("ingestClock") Clock clock,
            @Qualifier("newEventId") Supplier<UUID> newEventId) {
        this.properties = properties;
        this.normalizer = new EventNormalizer(properties.maxEventSize().toBytes());
        this.publisher = publisher;
        this.visibility = visibility;
        this.scheduler = scheduler;
        this.clock = clock;
        this.newEventId = newEventId;
    }

    /** The answer, after Kafka has acknowledged every record; fails with 400, 413 or 503. */
    Mono<Answer> ingest(byte[] body, ContentCoding coding, @Nullable String idempotencyKey) {
        return Mono.fromCallable(() -> judge(body, coding, idempotencyKey))
                .flatMap(this::publish)
                // Parsing is work, and send() may block: neither belongs on the event loop.
                .subscribeOn(scheduler)
                .onErrorMap(RejectedExecutionException.class, e -> overloaded());
    }

    private JudgedBatch judge(byte[] body, ContentCoding coding, @Nullable String idempotencyKey) {
        Instant receivedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
        byte[] json = coding.decode(body, properties.maxBodySize().toBytes());
        List<RawJson> sent = EventBatch.parse(json, properties.maxEvents()).events();
        Receipt receipt = new Receipt(receivedAt, idempotencyKey, newEventId);
        List<Judged> judged = new ArrayList<>(sent.size());
        for (int index = 0; index < sent.size(); index++) {
            judged.add(normalizer.normalize(sent.get(index), index, receipt));
        }
        return new JudgedBatch(judged, receivedAt);
    }

    private Mono<Answer> publish(JudgedBatch batch) {
        CompletableFuture<Published> published =
                publisher.publish(batch.judged(), new EventRecords(batch.receivedAt()));
        return Mono.fromFuture(published)
                .onErrorMap(PublishFailedException.class, e -> notAcknowledged())
                .flatMap(stored -> visibility
                        .await(stored)
                        .thenReturn(new Answer(BatchResponse.of(batch.judged()), stored.position())));
    }

    private ApiException notAcknowledged() {
        return ApiException.unavailable(
                "Kafka did not acknowledge the batch; send the same batch again", properties.retryAfter());
    }

    private ApiException overloaded() {
        return ApiException.unavailable(
                "Too many batches are waiting; send the same batch again", properties.retryAfter());
    }

    /** @param position of the batch's events in the log; null where there is none, or none is known */
    record Answer(BatchResponse response, @Nullable LogPosition position) {}

    private record JudgedBatch(List<Judged> judged, Instant receivedAt) {}
}
