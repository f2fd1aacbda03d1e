/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone;

import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Lets the web server start once the topics and the tables are there, so that the first request after a first start is no
 * 503. Where they do not come within a moment, as with a Kafka of one's own that is away, serving begins without them.
 */
class ReadyBeforeServing implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ReadyBeforeServing.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final List<HealthIndicator> needed;
    private volatile boolean running;

    ReadyBeforeServing(List<HealthIndicator> needed) {
        this.needed = needed;
    }

    @Override
    public void start() {
        running = true;
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        try {
            while (!isReady()) {
                if (System.nanoTime() > deadline) {
                    log.warn("Kafka or PostgreSQL is not ready yet; requests that need it get 503 until it is");
                    return;
                }
                Thread.sleep(PAUSE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1;
    }

    private boolean isReady() {
        return needed.stream().allMatch(part -> {
            var health = part.health();
            return health != null && health.getStatus().equals(Status.UP);
        });
    }
}
