/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.retention;

import dev.agentlens.readmodel.tables.SessionExpiry;
import dev.agentlens.readmodel.tables.SessionExpiry.Removed;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes sessions older than AGENTLENS_RETENTION_DAYS from the read tables, every hour, batch by batch. A failed run
 * is retried an hour later. Only one projector does it at a time.
 */
final class RetentionJob implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(RetentionJob.class);
    static final Duration FIRST = Duration.ofSeconds(30);
    static final Duration PERIOD = Duration.ofHours(1);

    private final SessionExpiry expiry;
    private final RetentionProperties properties;
    private final Clock clock;
    private final Counter expired;
    private final Runnable onExpired;

    /** @param onExpired is called after each batch */
    RetentionJob(
            SessionExpiry expiry,
            RetentionProperties properties,
            Clock clock,
            MeterRegistry meters,
            Runnable onExpired) {
        this.expiry = expiry;
        this.properties = properties;
        this.clock = clock;
        this.onExpired = onExpired;
        expired = Counter.builder("agentlens.projector.sessions.expired")
                .description("Sessions taken out of the read tables because of their age")
                .register(meters);
    }

    @Override
    public void run() {
        if (properties.days() == 0) {
            return;
        }
        try {
            expire();
        } catch (RuntimeException e) {
            log.warn("Old sessions were not all taken out of the read tables, will try again: {}", e.getMessage());
        }
    }

    private void expire() {
        Instant cutoff = clock.instant().minus(Duration.ofDays(properties.days()));
        Removed removed = expiry.expire(cutoff, batch -> {
            onExpired.run();
            expired.increment(batch.sessions());
            return !Thread.currentThread().isInterrupted();
        });
        if (removed.sessions() > 0) {
            log.info(
                    "{} sessions without an event since {} and their {} events were taken out of the read tables",
                    removed.sessions(),
                    cutoff,
                    removed.events());
        }
    }
}
