/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.positions;

import dev.agentlens.readmodel.progress.ProjectionHealth;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Partitions whose projection cannot go on without leaving something out: the log no longer has what comes next, or is
 * another log. They are stopped until an operator has decided; the other partitions go on.
 */
public class StoppedPartitions {

    private static final Logger log = LoggerFactory.getLogger(StoppedPartitions.class);

    private final Map<TopicPartition, String> reasons = new ConcurrentHashMap<>();
    private final ProjectionHealth health;
    private volatile @Nullable MessageListenerContainer container;

    public StoppedPartitions(ProjectionHealth health, MeterRegistry meters) {
        this.health = health;
        Gauge.builder("agentlens.projector.partitions.stopped", reasons, Map::size)
                .description("Partitions that are stopped because the log does not have what comes next")
                .register(meters);
    }

    /** The container that reads them. It must know, or it would resume them at the next occasion. */
    public void of(MessageListenerContainer container) {
        this.container = container;
    }

    /** @param reason a sentence without its full stop: what happened, and what to do */
    public void stop(TopicPartition partition, String reason) {
        if (!reason.equals(reasons.put(partition, reason))) {
            log.error("The projection of {} has stopped: {}", partition, reason);
        }
        health.stopped(partition, reason);
        if (container != null) {
            container.pausePartition(partition);
        }
    }

    /** The partition is fine, or another projector has it. */
    public void clear(TopicPartition partition) {
        if (reasons.remove(partition) != null) {
            log.info("The projection of {} is not stopped any more", partition);
        }
        health.notStopped(partition);
        if (container != null) {
            container.resumePartition(partition);
        }
    }

    public boolean has(TopicPartition partition) {
        return reasons.containsKey(partition);
    }

    public boolean any() {
        return !reasons.isEmpty();
    }

    /** Why one of them is stopped. */
    public Optional<String> first() {
        return reasons.entrySet().stream()
                .map(stop -> stop.getKey() + ": " + stop.getValue())
                .findFirst();
    }
}
