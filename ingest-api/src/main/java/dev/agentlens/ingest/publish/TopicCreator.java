/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.publish;

import dev.agentlens.common.event.EventTopic;
import dev.agentlens.ingest.IngestProperties;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.Trigger;
import org.springframework.scheduling.TriggerContext;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;
import org.springframework.stereotype.Component;

/**
 * Creates missing topics, and retries until a broker is available. Existing topics stay unchanged: their owner decides
 * partitions and retention. After that it tracks the id of the events topic.
 *
 * <p>Spring's {@code KafkaAdmin} would add partitions to a topic that has fewer, which moves sessions to other
 * partitions.
 */
@Component
class TopicCreator implements SmartLifecycle, Runnable, Trigger {

    private static final Logger log = LoggerFactory.getLogger(TopicCreator.class);
    private static final Duration RETRY = Duration.ofSeconds(2);
    private static final Duration REFRESH = Duration.ofSeconds(30);
    private static final int CALL_TIMEOUT_S = 10;
    private static final String MAX_RECORD_BYTES = Integer.toString(16 * 1024 * 1024);

    private final KafkaProperties kafka;
    private final IngestProperties properties;
    private final EventLog eventLog;
    private final ThreadPoolTaskScheduler thread;
    private @Nullable ScheduledFuture<?> scheduled;

    // Of the thread.
    private @Nullable Admin admin;
    private boolean created;
    private boolean known;

    /** @param thread a single one */
    TopicCreator(
            KafkaProperties kafka,
            IngestProperties properties,
            EventLog eventLog,
            @Qualifier("topicScheduler") ThreadPoolTaskScheduler thread) {
        this.kafka = kafka;
        this.properties = properties;
        this.eventLog = eventLog;
        this.thread = thread;
    }

    @Override
    public synchronized void start() {
        scheduled = thread.schedule(this, this);
    }

    @Override
    public synchronized void stop() {
        if (scheduled != null) {
            scheduled.cancel(true);
            scheduled = null;
            thread.execute(this::close);
        }
    }

    /** Before the web server, which returns 503 while there are no topics. */
    @Override
    public int getPhase() {
        return 0;
    }

    @Override
    public synchronized boolean isRunning() {
        return scheduled != null;
    }

    @Override
    public Instant nextExecution(TriggerContext context) {
        Instant last = context.lastCompletion();
        return last == null ? context.getClock().instant() : last.plus(known ? REFRESH : RETRY);
    }

    @Override
    public void run() {
        try {
            Admin open = open();
            created = created || tryCreate(open);
            known = created && eventLog.refresh(open);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Admin open() {
        Admin opened = admin;
        if (opened == null) {
            Map<String, Object> config = kafka.buildAdminProperties();
            config.put("default.api.timeout.ms", CALL_TIMEOUT_S * 1000);
            config.put("request.timeout.ms", CALL_TIMEOUT_S * 1000 / 2);
            opened = Admin.create(config);
            admin = opened;
        }
        return opened;
    }

    private void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
            admin = null;
        }
    }

    private boolean tryCreate(Admin admin) throws InterruptedException {
        try {
            Set<String> existing = admin.listTopics().names().get(CALL_TIMEOUT_S, TimeUnit.SECONDS);
            List<NewTopic> missing = topics().stream()
                    .filter(topic -> !existing.contains(topic.name()))
                    .toList();
            admin.createTopics(missing).all().get(CALL_TIMEOUT_S, TimeUnit.SECONDS);
            if (!missing.isEmpty()) {
                log.info(
                        "Created topics {}",
                        missing.stream().map(NewTopic::name).collect(Collectors.joining(", ")));
            }
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                // Another instance was quicker; look again.
                return false;
            }
            log.warn("Could not create the topics, will try again: {}", String.valueOf(e.getCause()));
        } catch (TimeoutException | KafkaException e) {
            log.warn("No response from Kafka while creating the topics, will try again");
        }
        return false;
    }

    private List<NewTopic> topics() {
        return List.of(
                topic(EventTopic.EVENTS, properties.partitions()),
                topic(EventTopic.REJECTED, 1),
                topic(EventTopic.DEAD_LETTERS, 1));
    }

    private NewTopic topic(String name, int partitions) {
        return new NewTopic(name, partitions, properties.replicationFactor())
                .configs(Map.of(
                        TopicConfig.CLEANUP_POLICY_CONFIG,
                        TopicConfig.CLEANUP_POLICY_DELETE,
                        TopicConfig.RETENTION_MS_CONFIG,
                        "-1",
                        TopicConfig.RETENTION_BYTES_CONFIG,
                        "-1",
                        TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                        MAX_RECORD_BYTES));
    }
}
