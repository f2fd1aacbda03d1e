/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.usage;

import dev.agentlens.readmodel.tables.UsageCompaction;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Sums new usage by hour and day, every few seconds, and once more when the projection has ended: while no projector runs,
 * readers would pass the new rows again and again. While the projection is far behind, it needs the machine, and usage is
 * summed once a minute. What fails is tried again. Of several projectors one at a time does it.
 */
final class UsageCompactionJob implements Runnable, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(UsageCompactionJob.class);
    static final Duration PERIOD = Duration.ofSeconds(5);

    private static final Duration PERIOD_WHEN_BEHIND = Duration.ofMinutes(1);

    /** In records: more than a projection that keeps up has under way. */
    private static final long FAR_BEHIND = 10_000;

    private final UsageCompaction compaction;
    private final LongSupplier lag;
    private volatile long ran = System.nanoTime();
    private volatile boolean running;
    private volatile boolean failing;
    private volatile boolean succeeded;

    /** @param lag of the projection, in records */
    UsageCompactionJob(UsageCompaction compaction, LongSupplier lag) {
        this.compaction = compaction;
        this.lag = lag;
    }

    @Override
    public void run() {
        if (lag.getAsLong() <= FAR_BEHIND || System.nanoTime() - ran >= PERIOD_WHEN_BEHIND.toNanos()) {
            compact();
        }
    }

    private void compact() {
        try {
            compaction.run();
            ran = System.nanoTime();
            failing = false;
            succeeded = true;
        } catch (RuntimeException e) {
            if (!failing) {
                log.warn("New usage was not summed, will try again every {} s: {}", PERIOD.toSeconds(), e.getMessage());
            }
            failing = true;
        }
    }

    @Override
    public void start() {
        running = true;
    }

    /** Waits for no database that was not there the last time. */
    @Override
    public void stop() {
        running = false;
        if (succeeded && !failing) {
            compact();
        }
    }

    /** Stopped after the projection, which has phase 0. */
    @Override
    public int getPhase() {
        return -1;
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
