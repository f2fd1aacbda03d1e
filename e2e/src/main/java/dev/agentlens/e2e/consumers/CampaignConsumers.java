/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.consumers;

import dev.agentlens.e2e.cluster.Waiting;
import dev.agentlens.e2e.oracle.Tokens;
import dev.agentlens.e2e.violation.Violations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The example consumers beside a campaign: started in the middle of it, killed and started again while it goes on, and
 * compared with the oracle at its end.
 */
public final class CampaignConsumers implements AutoCloseable {

    private static final Duration FIRST_LIFE = Duration.ofSeconds(10);
    private static final Duration CATCH_UP = Duration.ofSeconds(120);

    private final List<ExampleConsumer> consumers;
    private final Violations violations;
    private final Thread life = new Thread(this::live, "bystanders");
    private volatile Duration pause = Duration.ZERO;

    /** @param directory for their output and state */
    public CampaignConsumers(List<Example> examples, String bootstrap, Path directory, Violations violations) {
        consumers = examples.stream()
                .map(example -> new ExampleConsumer(example, bootstrap, directory))
                .toList();
        this.violations = violations;
        life.setDaemon(true);
    }

    /** Starts them when {@code pause} is over. */
    public void startAfter(Duration pause) {
        this.pause = pause;
        life.start();
    }

    private void live() {
        try {
            Thread.sleep(pause.toMillis());
            consumers.forEach(ExampleConsumer::start);
            Thread.sleep(FIRST_LIFE.toMillis());
            consumers.forEach(ExampleConsumer::kill);
            consumers.forEach(ExampleConsumer::start);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** When nobody writes any more. */
    public void compare(SortedMap<String, Tokens> expected) {
        Waiting.until("The example consumers started again", CATCH_UP, () -> !life.isAlive(), () -> "they are not");
        for (ExampleConsumer consumer : consumers) {
            consumer.awaitCaughtUp(CATCH_UP);
            String end = consumer.unexpectedEnd();
            if (end != null) {
                violations.add("An example consumer does not end by itself", consumer.name() + " running", end);
            }
            SortedMap<String, Tokens> found = consumer.end();
            if (!found.equals(expected)) {
                violations.add(
                        consumer.name() + " has the oracle's tokens per agent",
                        missing(expected, found).toString(),
                        missing(found, expected).toString());
            }
        }
    }

    private static SortedMap<String, Tokens> missing(SortedMap<String, Tokens> some, SortedMap<String, Tokens> others) {
        SortedMap<String, Tokens> missing = new TreeMap<>(some);
        missing.entrySet().removeAll(others.entrySet());
        return missing;
    }

    @Override
    public void close() {
        life.interrupt();
        consumers.forEach(ExampleConsumer::close);
    }
}
