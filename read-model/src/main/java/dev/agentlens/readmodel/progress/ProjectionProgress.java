/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.progress;

import dev.agentlens.readmodel.tables.BatchCounts;
import dev.agentlens.readmodel.tables.PartitionBatch;
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
import java.util.function.Predicate;
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
    private boolean hurried;

    public ProjectionProgress(MeterRegistry meters, Clock clock) {
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
    public CompletableFuture<Void> reaches(Map<Integer, Long> wanted) {
        return reaches(nextOffsets -> recordsBefore(wanted, nextOffsets) == 0);
    }

    /**
     * Completes when what this process has committed is enough. Cancel it to stop waiting. While someone waits, the
     * projection polls without a pause.
     *
     * @param enough receives the next offset to project by partition; called again after each commit
     */
    public synchronized CompletableFuture<Void> reaches(Predicate<Map<Integer, Long>> enough) {
        Waiter waiter = new Waiter(enough, new CompletableFuture<>());
        if (enough.test(nextOffsets)) {
            waiter.reached().complete(null);
        } else {
            waiters.add(waiter);
            notifyAll();
        }
        return waiter.reached();
    }

    /** How many records are between what this process has committed and {@code end}. */
    public synchronized long recordsBefore(Map<Integer, Long> end) {
        return recordsBefore(end, nextOffsets);
    }

    /** How many records are between {@code nextOffsets} and {@code end}, by partition. */
    public static long recordsBefore(Map<Integer, Long> end, Map<Integer, Long> nextOffsets) {
        long records = 0;
        for (Map.Entry<Integer, Long> entry : end.entrySet()) {
            records += Math.max(0, entry.getValue() - nextOffsets.getOrDefault(entry.getKey(), 0L));
        }
        return records;
    }

    /** Returns after this time, or as soon as someone waits or {@link #hurry} was called. */
    public synchronized void awaitDemand(long nanos) throws InterruptedException {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !hurried && !hasDemand(); left = end - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
        hurried = false;
    }

    /** Has the projection poll without a pause once, though nobody waits. */
    public synchronized void hurry() {
        if (!hurried) {
            hurried = true;
            notifyAll();
        }
    }

    /** Whether someone waits. */
    public synchronized boolean hasDemand() {
        return waiters.stream().anyMatch(waiter -> !waiter.reached().isDone());
    }

    /** Whether all waiting readers could continue if these partitions were projected up to these offsets. */
    public synchronized boolean wouldSatisfyDemand(Map<Integer, Long> offsets) {
        Map<Integer, Long> then = new HashMap<>(nextOffsets);
        offsets.forEach((partition, offset) -> then.merge(partition, offset, Math::max));
        return waiters.stream().allMatch(waiter -> waiter.enough().test(then));
    }

    public void projected(List<PartitionBatch> batches, List<BatchCounts> counts) {
        projected.increment(sum(counts, BatchCounts::projected));
        duplicates.increment(sum(counts, BatchCounts::duplicates));
        conflicts.increment(sum(counts, BatchCounts::conflicts));
        deadLettered.increment(sum(counts, BatchCounts::deadLettered));
        erased.increment(sum(counts, BatchCounts::erased));
        Map<Integer, Long> committed = new HashMap<>();
        batches.forEach(batch -> committed.put(batch.partition(), batch.nextOffset()));
        // Before waiting readers continue: cached reads are out of date by now.
        listeners.forEach(listener -> listener.projected(batches));
        advance(committed);
    }

    /** Records what has become visible. @param receivedAt times of receipt, ms since 1970 */
    public void visible(LongStream receivedAt) {
        long now = clock.millis();
        receivedAt.forEach(time -> freshness.record(Math.max(0, now - time), TimeUnit.MILLISECONDS));
    }

    public void standsAt(int partition, long nextOffset) {
        listeners.forEach(listener -> listener.positioned(partition, nextOffset));
        advance(Map.of(partition, nextOffset));
    }

    public void released(Collection<Integer> partitions) {
        listeners.forEach(listener -> listener.released(partitions));
    }

    /** To be called when expired sessions were removed from the tables. */
    public void expired() {
        listeners.forEach(ProjectionListener::expired);
    }

    private void advance(Map<Integer, Long> committed) {
        List<Waiter> reached = new ArrayList<>();
        synchronized (this) {
            nextOffsets.putAll(committed);
            waiters.removeIf(waiter -> {
                boolean done = waiter.reached().isDone();
                boolean satisfied = !done && waiter.enough().test(nextOffsets);
                if (satisfied) {
                    reached.add(waiter);
                }
                return done || satisfied;
            });
        }
        // Outside the lock, since dependent stages may run on this thread.
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

    private record Waiter(Predicate<Map<Integer, Long>> enough, CompletableFuture<Void> reached) {}
}
