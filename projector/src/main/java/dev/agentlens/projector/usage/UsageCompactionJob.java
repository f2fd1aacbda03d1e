/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.usage;

import dev.agentlens.readmodel.tables.UsageCompaction;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** Sums new usage by hour and day, every few seconds. What fails is tried again. Of several projectors one at a time does it. */
final class UsageCompactionJob implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(UsageCompactionJob.class);
    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final UsageCompaction compaction;
    private final ThreadPoolTaskScheduler scheduler = new ThreadPoolTaskScheduler();
    private volatile boolean running;
    private boolean failing;

    UsageCompactionJob(UsageCompaction compaction) {
        this.compaction = compaction;
    }

    @Override
    public void start() {
        running = true;
        scheduler.setThreadNamePrefix("usage-");
        scheduler.setDaemon(true);
        scheduler.initialize();
        scheduler.scheduleWithFixedDelay(this::runSafely, PERIOD);
    }

    @Override
    public void stop() {
        running = false;
        scheduler.shutdown();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void runSafely() {
        try {
            compaction.run();
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                log.warn("New usage was not summed, will try again every {} s: {}", PERIOD.toSeconds(), e.getMessage());
            }
            failing = true;
        }
    }
}
