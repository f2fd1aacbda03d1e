/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.usage;

import dev.agentlens.readmodel.tables.UsageCompaction;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sums new usage by hour and day, every few seconds. What fails is tried again. Of several projectors one at a time does it. */
final class UsageCompactionJob implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(UsageCompactionJob.class);
    static final Duration PERIOD = Duration.ofSeconds(5);

    private final UsageCompaction compaction;
    private boolean failing;

    UsageCompactionJob(UsageCompaction compaction) {
        this.compaction = compaction;
    }

    @Override
    public void run() {
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
