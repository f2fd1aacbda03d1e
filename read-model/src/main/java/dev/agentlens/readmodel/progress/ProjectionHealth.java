/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.progress;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Up while the tables are there, every consumer thread's last batch was applied, and no partition is stopped. Part of
 * readiness.
 */
public class ProjectionHealth {

    private final Map<String, String> problems = new ConcurrentHashMap<>();

    public ProjectionHealth() {
        problems.put("start", "The read tables are not there yet");
    }

    public void started() {
        problems.remove("start");
    }

    /** The calling consumer thread applied its batch. */
    public void succeeded() {
        problems.remove(Thread.currentThread().getName());
    }

    /** The calling consumer thread could not apply its batch, and is retrying. */
    public void failed(Exception failure) {
        problems.put(
                Thread.currentThread().getName(), failure.getClass().getSimpleName() + ": " + failure.getMessage());
    }

    public void stopped(TopicPartition partition, String reason) {
        problems.put(partition.toString(), "Stopped: " + reason);
    }

    public void notStopped(TopicPartition partition) {
        problems.remove(partition.toString());
    }

    /** What makes the projection unhealthy, by thread or partition; empty if it is healthy. */
    public Map<String, String> problems() {
        return new TreeMap<>(problems);
    }
}
