/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone;

import dev.agentlens.projector.lag.LogEnds;
import dev.agentlens.readmodel.progress.ProjectionProgress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Lets the web server start once the topics and the tables are there and the tables contain what the log did at the
 * start: the first request after a first start gets no 503, and the first read after a crash finds all acknowledged
 * events. If that takes too long, as with an external Kafka that is unavailable, or with a long log and empty tables,
 * serving starts without it.
 */
class ReadyBeforeServing implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ReadyBeforeServing.class);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);
    private static final Duration PAUSE = Duration.ofMillis(20);

    private final List<HealthIndicator> needed;
    private final LogEnds logEnds;
    private final ProjectionProgress progress;
    private volatile boolean running;

    ReadyBeforeServing(List<HealthIndicator> needed, LogEnds logEnds, ProjectionProgress progress) {
        this.needed = needed;
        this.logEnds = logEnds;
        this.progress = progress;
    }

    @Override
    public void start() {
        running = true;
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        try {
            if (!awaitReady(deadline)) {
                log.warn("Kafka or PostgreSQL is not ready yet; requests that need it get 503 until it is");
            } else if (!awaitProjected(deadline)) {
                log.warn(
                        "The read tables do not contain the whole log yet; until they do, reads show what they contain");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean awaitReady(long deadline) throws InterruptedException {
        while (!isReady()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            Thread.sleep(PAUSE.toMillis());
        }
        return true;
    }

    private boolean awaitProjected(long deadline) throws InterruptedException {
        CompletableFuture<Void> projected = new CompletableFuture<>();
        try {
            projected = progress.reaches(logEnds.now());
            projected.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException e) {
            log.debug("Where the log ends is not known; the probes say why", e);
            return false;
        } catch (TimeoutException e) {
            projected.cancel(false);
            return false;
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
