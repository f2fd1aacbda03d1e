/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone;

import dev.agentlens.ingest.publish.AcknowledgementListener;
import dev.agentlens.ingest.publish.Published;
import dev.agentlens.readmodel.progress.ProjectionProgress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;

/**
 * The events that this process has acknowledged and that its read tables do not contain yet. The reader waits for them, not
 * the writer: a POST costs what the log costs, and a client that writes and then reads finds what it wrote.
 */
final class UnprojectedEvents implements AcknowledgementListener {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private final ProjectionProgress progress;
    private final long maxLag;

    /** By partition, the offset after the last acknowledged event. */
    private final Map<Integer, Long> acknowledged = new ConcurrentHashMap<>();

    /** @param maxLag events from which on a writer waits */
    UnprojectedEvents(ProjectionProgress progress, long maxLag) {
        this.progress = progress;
        this.maxLag = maxLag;
    }

    /**
     * Completes when no more than {@code maxLag} of the events that are acknowledged by now are unprojected, or after 2 s. So
     * writers continue one after the other, as the projection advances, instead of all at once. Before it comes to that, from
     * half of {@code maxLag} on, the projection does not wait for more events any longer.
     */
    @Override
    public Mono<Void> acknowledged(Published published) {
        published.nextOffsets().forEach((partition, next) -> acknowledged.merge(partition, next, Math::max));
        Map<Integer, Long> now = Map.copyOf(acknowledged);
        long unprojected = progress.recordsBefore(now);
        if (unprojected > maxLag / 2) {
            progress.hurry();
        }
        if (unprojected <= maxLag) {
            return Mono.empty();
        }
        CompletableFuture<Void> fewEnough =
                progress.reaches(nextOffsets -> ProjectionProgress.recordsBefore(now, nextOffsets) <= maxLag);
        return within2s(fewEnough);
    }

    /** Completes when the tables contain every event that is acknowledged by now. */
    CompletableFuture<Void> projected() {
        return progress.reaches(Map.copyOf(acknowledged));
    }

    /** Completes with {@code reached}, or after 2 s, when nobody waits for it any more. */
    static Mono<Void> within2s(CompletableFuture<Void> reached) {
        return Mono.fromFuture(reached).timeout(LONGEST_WAIT, Mono.empty());
    }
}
