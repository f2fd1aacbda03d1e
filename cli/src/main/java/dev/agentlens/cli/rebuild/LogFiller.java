/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.rebuild;

import dev.agentlens.readmodel.positions.PartitionStoppedException;
import dev.agentlens.readmodel.projection.LogReplay;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fills read tables from the log, a share of the partitions on each thread. */
final class LogFiller implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(LogFiller.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration REPORT = Duration.ofMillis(500);

    private final List<LogReplay> shares;
    private final Pace pace;
    private final ExecutorService threads;
    private final AtomicLong records = new AtomicLong();
    private volatile boolean giveUp;

    LogFiller(List<LogReplay> shares, Pace pace) {
        this.shares = shares;
        this.pace = pace;
        threads = Executors.newFixedThreadPool(shares.size(), task -> {
            Thread thread = new Thread(task, "log-filler");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Where the log ends now, by partition. */
    Map<Integer, Long> endOffsets() {
        Map<Integer, Long> ends = new HashMap<>();
        shares.forEach(share -> ends.putAll(share.endOffsets()));
        return ends;
    }

    /**
     * Projects until the tables are at {@code targets} or beyond.
     *
     * @param limit after which it stops; what was projected until then stays
     * @param report receives about twice a second how many records were read since this filler was made
     * @return whether the targets were reached
     * @throws PartitionStoppedException if the log does not have what comes next
     */
    boolean fillTo(Map<Integer, Long> targets, Duration limit, LongConsumer report) {
        giveUp = false;
        List<Future<?>> running = new ArrayList<>();
        shares.forEach(share -> running.add(threads.submit(() -> fill(share, targets))));
        long deadline = System.nanoTime() + limit.toNanos();
        for (Future<?> share : running) {
            while (!isDone(share)) {
                report.accept(records.get());
                giveUp |= System.nanoTime() > deadline;
            }
        }
        report.accept(records.get());
        return shares.stream().allMatch(share -> reached(share, targets));
    }

    private static boolean isDone(Future<?> share) {
        try {
            share.get(REPORT.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private void fill(LogReplay share, Map<Integer, Long> targets) {
        while (!giveUp && !reached(share, targets)) {
            try {
                int polled = share.poll(POLL);
                records.addAndGet(polled);
                pace.took(polled);
            } catch (PartitionStoppedException e) {
                throw e;
            } catch (RuntimeException e) {
                log.warn("Will try again in {} s: {}", RETRY.toSeconds(), e.getMessage());
                pace.pause(RETRY);
            }
        }
    }

    private static boolean reached(LogReplay share, Map<Integer, Long> targets) {
        Map<Integer, Long> nextOffsets = share.nextOffsets();
        return share.partitions().stream()
                .allMatch(partition -> nextOffsets.getOrDefault(partition, -1L) >= targets.getOrDefault(partition, 0L));
    }

    @Override
    public void close() {
        giveUp = true;
        threads.shutdown();
        try {
            threads.awaitTermination(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        shares.forEach(LogReplay::close);
    }
}
