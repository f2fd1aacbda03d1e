/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.progress;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.propagation.Propagator;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Adds a span to the trace of each record that is part of one: {@code project agentlens.events.v1}, from its receipt by
 * ingest-api to its commit in the read tables. Where no traces are made it does nothing.
 */
public class ProjectionTraces {

    private static final String HEADER = "traceparent";

    /** For where no traces are made. */
    public static final ProjectionTraces NONE = new ProjectionTraces(null, null, Clock.systemUTC());

    private final @Nullable Tracer tracer;
    private final @Nullable Propagator propagator;
    private final Clock clock;

    public ProjectionTraces(@Nullable Tracer tracer, @Nullable Propagator propagator, Clock clock) {
        this.tracer = tracer;
        this.propagator = propagator;
        this.clock = clock;
    }

    /** The records can be read from the tables now. */
    public void visible(Stream<ConsumerRecord<byte[], byte[]>> records) {
        if (tracer != null && propagator != null) {
            Propagator found = propagator;
            long now = clock.millis();
            records.filter(record -> record.headers().lastHeader(HEADER) != null)
                    .forEach(record -> span(record, found).end(now, TimeUnit.MILLISECONDS));
        }
    }

    private static Span span(ConsumerRecord<byte[], byte[]> record, Propagator propagator) {
        return propagator
                .extract(record, ProjectionTraces::header)
                .name("project " + record.topic())
                .kind(Span.Kind.CONSUMER)
                .tag("messaging.system", "kafka")
                .tag("messaging.destination.name", record.topic())
                .tag("messaging.destination.partition.id", Integer.toString(record.partition()))
                .tag("messaging.kafka.offset", Long.toString(record.offset()))
                .startTimestamp(record.timestamp(), TimeUnit.MILLISECONDS)
                .start();
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }
}
