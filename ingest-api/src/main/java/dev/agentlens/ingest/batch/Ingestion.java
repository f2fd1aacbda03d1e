/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.batch;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.common.position.LogPosition;
import dev.agentlens.edge.error.ApiException;
import dev.agentlens.edge.http.AnsweredWork;
import dev.agentlens.ingest.IngestProperties;
import dev.agentlens.ingest.body.BufferBudget;
import dev.agentlens.ingest.body.ContentCoding;
import dev.agentlens.ingest.publish.AcknowledgementListener;
import dev.agentlens.ingest.publish.EventPublisher;
import dev.agentlens.ingest.publish.EventRecords;
import dev.agentlens.ingest.publish.Publication;
import dev.agentlens.ingest.publish.PublishFailedException;
import dev.agentlens.ingest.publish.Published;
import dev.agentlens.ingest.validation.EventNormalizer;
import dev.agentlens.ingest.validation.Judged;
import dev.agentlens.ingest.validation.Receipt;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

/** The path of a batch: decode, parse, validate each event, publish, wait for the acknowledgements, respond. */
@Component
class Ingestion {

    // The fields of an event may take twenty times its size, if they are many: such events go one at a time.
    private static final int LARGE_BYTES = 256 * 1024;
    private static final int QUICK_BYTES = 16 * 1024;
    private final Object largeEvents = new Object();

    private final IngestProperties properties;
    private final BufferBudget budget;
    private final EventNormalizer normalizer;
    private final WarningLog warnings;
    private final EventPublisher publisher;
    private final AcknowledgementListener listener;
    private final Scheduler scheduler;
    private final Clock clock;
    private final Supplier<UUID> newEventId;

    Ingestion(
            IngestProperties properties,
            BufferBudget budget,
            WarningLog warnings,
            EventPublisher publisher,
            AcknowledgementListener listener,
            @Qualifier("ingestScheduler") Scheduler scheduler,
            @Qualifier("ingestClock") Clock clock,
            @Qualifier("newEventId") Supplier<UUID> newEventId) {
        this.properties = properties;
        this.budget = budget;
        this.normalizer = new EventNormalizer(properties.maxEventSize().toBytes());
        this.warnings = warnings;
        this.publisher = publisher;
        this.listener = listener;
        this.scheduler = scheduler;
        this.clock = clock;
        this.newEventId = newEventId;
    }

    /** The response, after Kafka has acknowledged every record; fails with 400, 413 or 503. */
    Mono<Answer> ingest(byte[] body, BatchHeaders headers) {
        Mono<SentBatch> sent = AnsweredWork.mono(() -> publish(body, headers));
        return (isQuick(body, headers) ? sent : onAnotherThread(sent)).flatMap(this::answer);
    }

    /** A small batch costs less than handing it over to another thread, and more hand-overs are what slows it down. */
    private boolean isQuick(byte[] body, BatchHeaders headers) {
        return body.length <= QUICK_BYTES && headers.coding() == ContentCoding.IDENTITY && publisher.sendsAtOnce();
    }

    /** Parsing a large batch is work, and {@code send()} may block: neither belongs on the event loop. */
    private Mono<SentBatch> onAnotherThread(Mono<SentBatch> work) {
        return work.subscribeOn(scheduler).onErrorMap(RejectedExecutionException.class, e -> overloaded());
    }

    private SentBatch publish(byte[] body, BatchHeaders headers) {
        Instant receivedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
        try (BufferBudget.Share share = budget.open()) {
            byte[] json = headers.coding().decode(body, properties.maxBodySize().toBytes(), share);
            // For the events without the white space between their tokens.
            share.take(json.length);
            EventBatch batch = EventBatch.parse(json, properties.maxEvents());
            Publication publication = publisher.begin(new EventRecords(receivedAt, headers.traceParent()));
            Receipt receipt = new Receipt(receivedAt, headers.idempotencyKey(), headers.deliveryId(), newEventId);
            return publish(batch, receipt, publication);
        }
    }

    private SentBatch publish(EventBatch batch, Receipt receipt, Publication publication) {
        List<RawJson> events = batch.events();
        BatchReport report = new BatchReport(batch, warnings::add);
        boolean going = true;
        // A broker that is away fails each send only after max.block.ms: the first failure answers for all.
        for (int index = 0; going && index < events.size(); index++) {
            RawJson event = events.get(index);
            if (event.length() <= LARGE_BYTES) {
                going = publish(event, index, receipt, report, publication);
            } else {
                synchronized (largeEvents) {
                    going = publish(event, index, receipt, report, publication);
                }
            }
        }
        return new SentBatch(report.response(), publisher.end(publication, events.size()));
    }

    private boolean publish(RawJson event, int index, Receipt receipt, BatchReport report, Publication publication) {
        Judged judged = normalizer.normalize(event, index, receipt);
        report.add(index, judged);
        return publication.send(judged);
    }

    private Mono<Answer> answer(SentBatch batch) {
        return Mono.fromFuture(batch.published())
                .onErrorMap(PublishFailedException.class, e -> notAcknowledged())
                .flatMap(stored ->
                        listener.acknowledged(stored).thenReturn(new Answer(batch.response(), stored.position())));
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

    /** @param response for the case that Kafka acknowledges it all */
    private record SentBatch(BatchResponse response, CompletableFuture<Published> published) {}
}
