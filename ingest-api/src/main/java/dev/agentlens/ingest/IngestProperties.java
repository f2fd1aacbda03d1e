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
 * @param maxBodySize of a request, before and after decompression
 * @param maxEvents in one batch
 * @param maxEventSize of one event's JSON without white space; a larger event is rejected, its neighbours are not
 * @param maxBufferedSize of all request bodies held in memory at a time, as sent and decoded; requests beyond it get 503.
 *     0 means a quarter of the heap, and never less than four bodies of the largest size
 * @param threads that parse, validate and hand over to Kafka
 * @param publishTimeout after which a batch that Kafka has not acknowledged is answered with 503; shorter than the 10 s
 *     after which the Python SDK gives up
 * @param retryAfter what a 503 tells its client to wait
 * @param partitions of a topic that has to be created
 * @param replicationFactor of a topic that has to be created; -1 leaves it to the broker
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
