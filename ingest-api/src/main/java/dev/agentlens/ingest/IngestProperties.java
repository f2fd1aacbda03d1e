/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/**
 * Limits of the write side. {@code agentlens.ingest.max-body-size} is set by AGENTLENS_INGEST_MAX_BODY_SIZE, and so on.
 *
 * @param maxBodySize largest body of a request, before and after decompression; a gateway must let it pass
 * @param maxEvents most events in one batch
 * @param maxEventSize largest event, as JSON without white space; a larger one is rejected, its neighbours are not
 * @param maxBufferedSize all request bodies held in memory at a time, as sent and decoded; requests beyond it get 503. An
 *     eighth of it is kept for bodies of up to 256 KB. 0: a quarter of the heap, and never less than four of the largest
 *     bodies
 * @param threads threads that parse, validate and hand over to Kafka. {@code ./agentlens up} uses 4, which never wait for Kafka
 * @param publishTimeout after which a batch that Kafka has not acknowledged gets a 503; shorter than the 10 s
 *     after which the Python SDK times out
 * @param retryAfter what a 503 asks its client to wait, in whole seconds
 * @param partitions partitions of {@code agentlens.events.v1}, if it has to be created
 * @param replicationFactor replicas of topics that have to be created; -1: the broker's default
 */
@Validated
@ConfigurationProperties("agentlens.ingest")
public record IngestProperties(
        @DefaultValue("10MB") @NotNull DataSize maxBodySize,
        @DefaultValue("5000") @Positive @Max(100_000) int maxEvents,
        @DefaultValue("4MB") @NotNull DataSize maxEventSize,
        @DefaultValue("0") @NotNull DataSize maxBufferedSize,
        @DefaultValue("8") @Min(1) @Max(256) int threads,
        @DefaultValue("6s") @NotNull Duration publishTimeout,
        @DefaultValue("1s") @NotNull Duration retryAfter,
        @DefaultValue("12") @Positive @Max(10_000) int partitions,
        @DefaultValue("-1") @Min(-1) short replicationFactor) {

    /** {@link #maxBufferedSize} with its default filled in, in bytes. */
    public long maxBufferedBytes() {
        if (maxBufferedSize.toBytes() > 0) {
            return maxBufferedSize.toBytes();
        }
        return Math.max(Runtime.getRuntime().maxMemory() / 4, 4 * maxBodySize.toBytes());
    }
}
