/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.publish;

import java.time.Duration;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Metric;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ProducerFactory;

/**
 * How far the producer is behind the records handed to it: {@code send()} blocks without metadata, or when its buffer
 * is full.
 */
final class ProducerBacklog {

    /** Of 32 MB. */
    private static final double ENOUGH_BYTES = 16.0 * 1024 * 1024;

    /** Metadata used within this time is known. After it, the broker may have been unavailable. */
    private static final Duration RECENT = Duration.ofSeconds(2);

    private final ProducerFactory<byte[], byte[]> producers;
    private volatile @Nullable Metric availableBytes;
    private volatile long acknowledgedNanos = System.nanoTime() - RECENT.toNanos();

    ProducerBacklog(ProducerFactory<byte[], byte[]> producers) {
        this.producers = producers;
    }

    void acknowledged() {
        acknowledgedNanos = System.nanoTime();
    }

    boolean isSmall() {
        return System.nanoTime() - acknowledgedNanos < RECENT.toNanos() && availableBytes() >= ENOUGH_BYTES;
    }

    private double availableBytes() {
        Metric known = availableBytes;
        if (known == null) {
            known = find();
            availableBytes = known;
        }
        return known == null ? 0 : ((Number) known.metricValue()).doubleValue();
    }

    private @Nullable Metric find() {
        try (Producer<byte[], byte[]> producer = producers.createProducer()) {
            return producer.metrics().entrySet().stream()
                    .filter(metric -> metric.getKey().name().equals("buffer-available-bytes"))
                    .<Metric>map(metric -> metric.getValue())
                    .findFirst()
                    .orElse(null);
        }
    }
}
