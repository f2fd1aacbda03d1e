/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.consumer;

import dev.agentlens.projector.tables.BatchCounts;
import dev.agentlens.projector.tables.PartitionBatch;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import java.util.stream.LongStream;

/** What this process has committed to the read tables: for those who wait for it, and for the metrics. */
public class ProjectionProgress {

    private final Map<Integer, Long> nextOffsets = new HashMap<>();
    private final List<Waiter> waiters = new ArrayList<>();
    private final List<ProjectionListener> listeners = new CopyOnWriteArrayList<>();
    private final Counter projected;
    private final Counter duplicates;
    private final Counter conflicts;
    private final Counter deadLettered;
    private final Counter erased;
    private final Timer freshness;
    private final Clock clock;

    ProjectionProgress(MeterRegistry meters, Clock clock) {
        this.clock = clock;
        projected = counter(meters, "projected", "Events new to the read tables");
        duplicates = counter(meters, "duplicate", "Events that were there already");
        conflicts = counter(meters, "conflict", "Events that were there already with other content");
        deadLettered = counter(meters, "dead_lettered", "Records that no projection can read");
        erased = counter(meters, "erased", "Records that erase a session, and events of an erased one");
        freshness = Timer.builder("agentlens.projector.freshness")
                .description("From the receipt of a record to its commit in the read tables")
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofMinutes(10))
                .register(meters);
    }

    /** Must be called before the projection starts. */
    public void addListener(ProjectionListener listener) {
        listeners.add(listener);
    }

    /**
     * Completes when this process has committed every given partition up to its offset. Cancel it to stop waiting.
     *
     * @param wanted by partition, the offset after the last event that must be visible
     */
    public synchronized CompletableFuture<Void> reaches(Map<Integer, Long> wanted) {
        Waiter waiter = new Waiter(wanted, new CompletableFuture<>());
        if (waiter.isSatisfiedBy(nextOffsets)) {
            waiter.reached().complete(null);
        } else {
            waiters.add(waiter);
        }
        return waiter.reached();
    }

    void projected(List<PartitionBatch> batches, List<BatchCounts> counts) {
        projected.increment(sum(counts, BatchCounts::projected));
        duplicates.increment(sum(counts, BatchCounts::duplicates));
        conflicts.increment(sum(counts, BatchCounts::conflicts));
        deadLettered.increment(sum(counts, BatchCounts::deadLettered));
        erased.increment(sum(counts, BatchCounts::erased));
        Map<Integer, Long> committed = new HashMap<>();
        batches.forEach(batch -> committed.put(batch.partition(), batch.nextOffset()));
        advance(committed);
        listeners.forEach(listener -> listener.projected(batches));
    }

    /** What has become visible now. @param receivedAt times of receipt, ms since 1970 */
    void visible(LongStream receivedAt) {
        long now = clock.millis();
        receivedAt.forEach(time -> freshness.record(Math.max(0, now - time), TimeUnit.MILLISECONDS));
    }

    void standsAt(int partition, long nextOffset) {
        advance(Map.of(partition, nextOffset));
        listeners.forEach(listener -> listener.positioned(partition, nextOffset));
    }

    void givenAway(Collection<Integer> partitions) {
        listeners.forEach(listener -> listener.givenAway(partitions));
    }

    private void advance(Map<Integer, Long> committed) {
        List<Waiter> reached = new ArrayList<>();
        synchronized (this) {
            nextOffsets.putAll(committed);
            waiters.removeIf(waiter -> {
                boolean done = waiter.reached().isDone();
                boolean satisfied = !done && waiter.isSatisfiedBy(nextOffsets);
                if (satisfied) {
                    reached.add(waiter);
                }
                return done || satisfied;
            });
        }
        // Outside the lock: what waits for it runs here.
        reached.forEach(waiter -> waiter.reached().complete(null));
    }

    private static Counter counter(MeterRegistry meters, String outcome, String description) {
        return Counter.builder("agentlens.projector.events")
                .description(description)
                .tag("outcome", outcome)
                .register(meters);
    }

    private static long sum(List<BatchCounts> counts, ToLongFunction<BatchCounts> count) {
        return counts.stream().mapToLong(count).sum();
    }

    private record Waiter(Map<Integer, Long> wanted, CompletableFuture<Void> reached) {

        boolean isSatisfiedBy(Map<Integer, Long> nextOffsets) {
            return wanted.entrySet().stream()
                    .allMatch(entry -> nextOffsets.getOrDefault(entry.getKey(), -1L) >= entry.getValue());
        }
    }
}
