/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.changelog;

import dev.agentlens.projector.ProjectorProperties;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Runs the {@link SessionChangelog} every {@link #PERIOD}. Its Kafka clients are one thread's, which finishes what is due before
 * they are closed; so it is none of those that other tasks share. What fails is tried again after a pause,
 * and counted in {@code agentlens.projector.sessions.failures}; the projection and its probes do not notice.
 */
final class ChangelogTimer implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ChangelogTimer.class);

    /** A session that changes all the time is published this often. */
    private static final Duration PERIOD = Duration.ofMillis(200);

    /** For what is under way; an unavailable broker must not delay the end of the process. */
    private static final Duration MAX_STOP = Duration.ofSeconds(3);

    private final Map<String, Object> kafkaConsumer;
    private final Map<String, Object> kafkaProducer;
    private final StateTable table;
    private final UnpublishedSessions unpublished;
    private final ProjectorProperties properties;
    private final Counter published;
    private final Counter failures;
    private final ExponentialBackOff backOff;
    private final ThreadPoolTaskScheduler thread = new ThreadPoolTaskScheduler();
    private volatile boolean running;

    // Of the thread.
    private @Nullable Clients clients;
    private BackOffExecution pauses;
    private long pauseEnd = System.nanoTime();

    /** Connections to Kafka, re-created after a failure. */
    private record Clients(SessionsTopic topic, LogKeys keys, SessionChangelog changelog) implements AutoCloseable {

        @Override
        public void close() {
            try (topic) {
                keys.close();
            }
        }
    }

    ChangelogTimer(
            Map<String, Object> kafkaConsumer,
            Map<String, Object> kafkaProducer,
            StateTable table,
            UnpublishedSessions unpublished,
            ProjectorProperties properties,
            MeterRegistry meters) {
        this.kafkaConsumer = kafkaConsumer;
        this.kafkaProducer = kafkaProducer;
        this.table = table;
        this.unpublished = unpublished;
        this.properties = properties;
        published = Counter.builder("agentlens.projector.sessions.published")
                .description("States of sessions written to agentlens.sessions.v1")
                .register(meters);
        failures = Counter.builder("agentlens.projector.sessions.failures")
                .description("Times that reading the log, the tables, or writing agentlens.sessions.v1 failed")
                .register(meters);
        backOff = new ExponentialBackOff(properties.retryBackoff().toMillis(), 2);
        backOff.setMaxInterval(properties.maxRetryBackoff().toMillis());
        pauses = backOff.start();
        thread.setThreadNamePrefix("session-changelog-");
        thread.setDaemon(true);
        thread.setWaitForTasksToCompleteOnShutdown(true);
        thread.setAwaitTerminationMillis(MAX_STOP.toMillis());
    }

    @Override
    public synchronized void start() {
        running = true;
        thread.initialize();
        thread.scheduleWithFixedDelay(this::run, thread.getClock().instant().plus(PERIOD), PERIOD);
    }

    private void run() {
        if (unpublished.hasPartitions() && System.nanoTime() - pauseEnd >= 0) {
            try {
                open().changelog().run(() -> running);
                pauses = backOff.start();
            } catch (RuntimeException e) {
                log.warn("The topic of sessions cannot be written now, will try again: {}", e.getMessage());
                failures.increment();
                close();
                pauseEnd = System.nanoTime()
                        + Duration.ofMillis(pauses.nextBackOff()).toNanos();
            }
        }
    }

    private Clients open() {
        Clients opened = clients;
        if (opened == null) {
            SessionsTopic topic = new SessionsTopic(kafkaProducer, Clock.systemUTC());
            LogKeys keys = new LogKeys(kafkaConsumer, properties);
            SessionChangelog changelog = new SessionChangelog(unpublished, keys, table, sessions -> {
                topic.publish(sessions);
                published.increment(sessions.size());
            });
            opened = new Clients(topic, keys, changelog);
            clients = opened;
            topic.require();
        }
        return opened;
    }

    private void close() {
        if (clients != null) {
            Clients closing = clients;
            clients = null;
            closing.close();
        }
    }

    /** What is due is published, and recorded. */
    private void finish() {
        run();
        if (clients != null) {
            clients.changelog().record();
        }
        close();
    }

    @Override
    public synchronized void stop() {
        if (running) {
            running = false;
            thread.execute(this::finish);
            thread.shutdown();
            // Interrupts what has not ended by now.
            thread.getScheduledExecutor().shutdownNow();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
