/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.pipeline;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.common.position.LogPosition;
import dev.agentlens.edge.error.ApiException;
import dev.agentlens.edge.http.BlockingWork;
import dev.agentlens.edge.http.ConnectionThread;
import dev.agentlens.ingest.IngestProperties;
import dev.agentlens.ingest.body.BodyReader;
import dev.agentlens.ingest.body.BufferBudget;
import dev.agentlens.ingest.body.ContentCoding;
import dev.agentlens.ingest.pipeline.EventRequest.Element;
import dev.agentlens.ingest.pipeline.EventRequest.Event;
import dev.agentlens.ingest.pipeline.EventRequest.Unusable;
import dev.agentlens.ingest.publish.AcknowledgementListener;
import dev.agentlens.ingest.publish.EventPublisher;
import dev.agentlens.ingest.publish.EventRecords;
import dev.agentlens.ingest.publish.Publication;
import dev.agentlens.ingest.publish.PublishFailedException;
import dev.agentlens.ingest.publish.Published;
import dev.agentlens.ingest.validation.EventNormalizer;
import dev.agentlens.ingest.validation.Receipt;
import dev.agentlens.ingest.validation.ValidationResult;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** The path of a request: decompress, read, validate each event, publish, wait for the acknowledgements, respond. */
@Component
public class EventPipeline {

    // The fields of an event may take twenty times its size, if they are many: such events go one at a time.
    private static final int LARGE_BYTES = 256 * 1024;
    private static final int QUICK_BYTES = 16 * 1024;
    private final Object largeEvents = new Object();

    private final BodyReader bodies;
    private final IngestProperties properties;
    private final BufferBudget budget;
    private final EventNormalizer normalizer;
    private final EventPublisher publisher;
    private final AcknowledgementListener listener;
    private final Scheduler scheduler;
    private final Clock clock;
    private final Supplier<UUID> newEventId;

    EventPipeline(
            BodyReader bodies,
            IngestProperties properties,
            BufferBudget budget,
            EventPublisher publisher,
            AcknowledgementListener listener,
            @Qualifier("ingestScheduler") Scheduler scheduler,
            @Qualifier("ingestClock") Clock clock,
            @Qualifier("newEventId") Supplier<UUID> newEventId) {
        this.bodies = bodies;
        this.properties = properties;
        this.budget = budget;
        this.normalizer = new EventNormalizer(properties.maxEventSize().toBytes());
        this.publisher = publisher;
        this.listener = listener;
        this.scheduler = scheduler;
        this.clock = clock;
        this.newEventId = newEventId;
    }

    /**
     * The report of a request's events, on the thread of its connection, after Kafka has acknowledged every record.
     *
     * <p>Fails with an {@link ApiException}: 400 if the body cannot be read, 413 if it is too large, 415 for an unknown
     * coding, and 503, after which the same request may be sent again.
     */
    public <R> Mono<Acknowledged<R>> ingest(ServerWebExchange exchange, EventFormat<R> format) {
        return Mono.defer(() -> {
            RequestHeaders headers = RequestHeaders.of(exchange);
            return bodies.read(exchange.getRequest(), format.bodyLimit(), body -> ingest(body, headers, format))
                    .publishOn(ConnectionThread.of(exchange.getRequest()));
        });
    }

    private <R> Mono<Acknowledged<R>> ingest(byte[] body, RequestHeaders headers, EventFormat<R> format) {
        Mono<Sent<R>> sent = BlockingWork.mono(() -> publish(body, headers, format));
        return (isQuick(body, headers) ? sent : onAnotherThread(sent)).flatMap(this::acknowledged);
    }

    /** A small batch costs less than handing it over to another thread, and more hand-overs are what slows it down. */
    private boolean isQuick(byte[] body, RequestHeaders headers) {
        return body.length <= QUICK_BYTES && headers.coding() == ContentCoding.IDENTITY && publisher.sendsAtOnce();
    }

    /** Parsing a large batch is work, and {@code send()} may block: neither belongs on the event loop. */
    private <T> Mono<T> onAnotherThread(Mono<T> work) {
        return work.subscribeOn(scheduler).onErrorMap(RejectedExecutionException.class, e -> overloaded());
    }

    private <R> Sent<R> publish(byte[] body, RequestHeaders headers, EventFormat<R> format) {
        Instant receivedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
        try (BufferBudget.Share share = budget.open()) {
            byte[] decoded = headers.coding().decode(body, format.bodyLimit(), share);
            // For what is made of it: the events without the white space between their tokens.
            share.take(decoded.length);
            EventRequest<R> request = format.read(decoded);
            Publication publication = publisher.begin(new EventRecords(receivedAt, headers.traceParent()));
            Receipt receipt = new Receipt(receivedAt, headers.idempotencyKey(), headers.deliveryId(), newEventId);
            return publish(request, receipt, publication);
        }
    }

    private <R> Sent<R> publish(EventRequest<R> request, Receipt receipt, Publication publication) {
        Iterator<Element> elements = request.elements();
        boolean going = true;
        // If the broker is unavailable, each send fails only after max.block.ms. The first failure is taken for all.
        while (going && elements.hasNext()) {
            Element element = elements.next();
            if (element instanceof Event event && event.json().length() > LARGE_BYTES) {
                synchronized (largeEvents) {
                    going = publish(event, request, receipt, publication);
                }
            } else {
                going = publish(element, request, receipt, publication);
            }
        }
        return new Sent<>(request.report(), publication.end(request.size()));
    }

    private boolean publish(Element element, EventRequest<?> request, Receipt receipt, Publication publication) {
        ValidationResult result = element instanceof Unusable unusable
                ? unusable.rejected()
                : normalizer.normalize(json(element), element.index(), receipt);
        request.add(element.index(), result);
        return publication.send(result);
    }

    private static RawJson json(Element element) {
        return ((Event) element).json();
    }

    private <R> Mono<Acknowledged<R>> acknowledged(Sent<R> sent) {
        return Mono.fromFuture(sent.published())
                .onErrorMap(PublishFailedException.class, e -> notAcknowledged())
                .flatMap(stored ->
                        listener.acknowledged(stored).thenReturn(new Acknowledged<>(sent.report(), stored.position())));
    }

    private ApiException notAcknowledged() {
        return ApiException.unavailable(
                "Kafka did not acknowledge the batch; send the same batch again", properties.retryAfter());
    }

    private ApiException overloaded() {
        return ApiException.unavailable(
                "Too many batches are waiting; send the same batch again", properties.retryAfter());
    }

    /** @param position of the request's events in the log; null if there is none, or it is unknown */
    public record Acknowledged<R>(R report, @Nullable LogPosition position) {}

    /** @param report for the case that Kafka acknowledges it all */
    private record Sent<R>(R report, CompletableFuture<Published> published) {}
}
