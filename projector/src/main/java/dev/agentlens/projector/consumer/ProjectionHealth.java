/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.consumer;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Up while the tables are there, every consumer thread's last batch was taken in, and no partition is stopped. Part of
 * readiness.
 */
public class ProjectionHealth implements HealthIndicator {

    private final Map<String, String> problems = new ConcurrentHashMap<>();

    ProjectionHealth() {
        problems.put("start", "The read tables are not there yet");
    }

    void started() {
        problems.remove("start");
    }

    /** The calling consumer thread took its batch in. */
    void succeeded() {
        problems.remove(Thread.currentThread().getName());
    }

    /** The calling consumer thread could not take its batch in, and is trying again. */
    void failed(Exception failure) {
        problems.put(
                Thread.currentThread().getName(), failure.getClass().getSimpleName() + ": " + failure.getMessage());
    }

    void stopped(TopicPartition partition, String reason) {
        problems.put(partition.toString(), "Stopped: " + reason);
    }

    void notStopped(TopicPartition partition) {
        problems.remove(partition.toString());
    }

    @Override
    public Health health() {
        Map<String, String> current = new TreeMap<>(problems);
        return current.isEmpty()
                ? Health.up().build()
                : Health.down().withDetails(current).build();
    }
}
