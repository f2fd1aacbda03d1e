/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.running;

import dev.agentlens.projector.usage.PriceAdoption;
import dev.agentlens.readmodel.progress.ProjectionHealth;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.transaction.TransactionException;

/**
 * Brings the read tables up to this version's schema and then starts consuming. While PostgreSQL is unavailable it
 * keeps trying: a projector may be started before its database.
 */
class ProjectionLifecycle implements SmartLifecycle, Runnable {

    private static final Logger log = LoggerFactory.getLogger(ProjectionLifecycle.class);

    private final Flyway flyway;
    private final PriceAdoption prices;
    private final ConcurrentMessageListenerContainer<byte[], byte[]> container;
    private final ProjectionHealth health;
    private final Duration retryBackoff;
    private final TaskScheduler scheduler;
    private boolean running;

    ProjectionLifecycle(
            Flyway flyway,
            PriceAdoption prices,
            ConcurrentMessageListenerContainer<byte[], byte[]> container,
            ProjectionHealth health,
            Duration retryBackoff,
            TaskScheduler scheduler) {
        this.flyway = flyway;
        this.prices = prices;
        this.container = container;
        this.health = health;
        this.retryBackoff = retryBackoff;
        this.scheduler = scheduler;
    }

    @Override
    public synchronized void start() {
        running = true;
        runAfter(Duration.ZERO);
    }

    /** Returns when the current batch is committed and the partitions are released. */
    @Override
    public void stop() {
        synchronized (this) {
            running = false;
        }
        container.stop();
    }

    /** Started before a web server, and stopped after it: responses that wait for the projection get what they wait for. */
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public synchronized boolean isRunning() {
        return running;
    }

    @Override
    public void run() {
        if (isRunning()) {
            if (migrate()) {
                startConsuming();
            } else {
                runAfter(retryBackoff);
            }
        }
    }

    private synchronized void runAfter(Duration pause) {
        if (running) {
            scheduler.schedule(this, scheduler.getClock().instant().plus(pause));
        }
    }

    private boolean migrate() {
        try {
            flyway.migrate();
            prices.adopt();
            return true;
        } catch (FlywayException | DataAccessException | TransactionException e) {
            log.warn("The read tables cannot be set up, will try again: {}", e.getMessage());
            return false;
        }
    }

    private synchronized void startConsuming() {
        if (running) {
            container.start();
            health.started();
        }
    }
}
