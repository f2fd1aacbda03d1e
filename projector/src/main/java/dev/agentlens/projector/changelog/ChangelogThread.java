/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.changelog;

import dev.agentlens.projector.ProjectorProperties;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.util.backoff.BackOffExecution;
import org.springframework.util.backoff.ExponentialBackOff;

/**
 * Runs the {@link SessionChangelog} on a thread of its own for as long as the process lives. What fails is tried again from
 * what was published last, and counted in {@code agentlens.projector.sessions.failures}; the projection and its probes do
 * not hear of it.
 */
final class ChangelogThread implements SmartLifecycle, Runnable {

    private static final Logger log = LoggerFactory.getLogger(ChangelogThread.class);

    /** For what is under way; a broker that is away must not hold up the end of the process. */
    private static final Duration MAX_STOP = Duration.ofSeconds(3);

    /** A record's key says which session it is of; its value is never looked at. */
    private static final Deserializer<@Nullable Void> UNREAD = (topic, value) -> null;

    private final Map<String, Object> kafkaConsumer;
    private final Map<String, Object> kafkaProducer;
    private final StateTable table;
    private final ProjectorProperties properties;
    private final Counter published;
    private final Counter failures;
    private volatile boolean running;
    private @Nullable Thread thread;
    private @Nullable KafkaConsumer<String, @Nullable Void> consumer;

    ChangelogThread(
            Map<String, Object> kafkaConsumer,
            Map<String, Object> kafkaProducer,
            StateTable table,
            ProjectorProperties properties,
            MeterRegistry meters) {
        this.kafkaConsumer = kafkaConsumer;
        this.kafkaProducer = kafkaProducer;
        this.table = table;
        this.properties = properties;
        published = Counter.builder("agentlens.projector.sessions.published")
                .description("States of sessions written to agentlens.sessions.v1")
                .register(meters);
        failures = Counter.builder("agentlens.projector.sessions.failures")
                .description("Times that reading the log, the tables, or writing agentlens.sessions.v1 failed")
                .register(meters);
    }

    @Override
    public void run() {
        ExponentialBackOff backOff =
                new ExponentialBackOff(properties.retryBackoff().toMillis(), 2);
        backOff.setMaxInterval(properties.maxRetryBackoff().toMillis());
        BackOffExecution pauses = backOff.start();
        while (running) {
            double before = published.count();
            try {
                publish();
            } catch (WakeupException | InterruptException e) {
                log.debug("Asked to stop", e);
            } catch (RuntimeException e) {
                log.warn("The topic of sessions is not written to now, will try again: {}", e.getMessage());
                failures.increment();
                pauses = published.count() > before ? backOff.start() : pauses;
                await(pauses.nextBackOff());
            }
        }
    }

    private void publish() {
        try (SessionsTopic topic = new SessionsTopic(kafkaProducer, Clock.systemUTC());
                KafkaConsumer<String, @Nullable Void> opened = open()) {
            topic.require();
            SessionChangelog changelog = new SessionChangelog(opened, table, states -> {
                topic.publish(states);
                published.increment(states.size());
            });
            while (running) {
                changelog.run();
            }
        }
    }

    private synchronized KafkaConsumer<String, @Nullable Void> open() {
        KafkaConsumer<String, @Nullable Void> opened =
                new KafkaConsumer<>(consumerConfig(), new StringDeserializer(), UNREAD);
        consumer = opened;
        return opened;
    }

    private Map<String, Object> consumerConfig() {
        Map<String, Object> config = new HashMap<>(kafkaConsumer);
        config.remove(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG);
        config.remove(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG);
        config.put(ConsumerConfig.CLIENT_ID_CONFIG, "agentlens-projector-sessions");
        config.put(ConsumerConfig.GROUP_ID_CONFIG, properties.group() + "-sessions");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 15_000);
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, properties.maxPollRecords());
        return config;
    }

    @Override
    public synchronized void start() {
        running = true;
        Thread started = new Thread(this, "session-changelog");
        started.setDaemon(true);
        started.start();
        thread = started;
    }

    @Override
    public void stop() {
        Thread stopping;
        synchronized (this) {
            running = false;
            notifyAll();
            if (consumer != null) {
                consumer.wakeup();
            }
            stopping = thread;
        }
        try {
            if (stopping != null) {
                stopping.join(MAX_STOP.toMillis());
                stopping.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private synchronized void await(long millis) {
        try {
            if (running) {
                wait(millis);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
