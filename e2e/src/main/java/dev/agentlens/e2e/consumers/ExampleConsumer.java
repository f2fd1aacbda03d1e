/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.consumers;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.e2e.cluster.ServerProcess;
import dev.agentlens.e2e.cluster.Waiting;
import dev.agentlens.e2e.oracle.Tokens;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** An example at work: a process of its own, which may be killed and started again. */
public final class ExampleConsumer implements AutoCloseable {

    private static final String TOPIC = "agentlens.events.v1";
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final Pattern ROW = Pattern.compile(" *(\\d+) +(\\d+)  (.*)");

    private final Example example;
    private final String bootstrap;
    private final Path log;
    private final ServerProcess process;

    /** @param directory for its output and its state */
    public ExampleConsumer(Example example, String bootstrap, Path directory) {
        this.example = example;
        this.bootstrap = bootstrap;
        log = directory.resolve(example.name() + ".log");
        process = new ServerProcess(
                example.name(),
                example.command(),
                Map.of(
                        "KAFKA_BOOTSTRAP_SERVERS",
                        bootstrap,
                        "GROUP_ID",
                        example.name(),
                        "STATE_DIR",
                        directory.resolve(example.name()).toString(),
                        "EVERY_SECONDS",
                        "1"),
                log,
                () -> true);
    }

    public String name() {
        return example.name();
    }

    public void start() {
        process.start();
    }

    public void kill() {
        process.kill();
    }

    /** The cause of an unexpected end. */
    public @Nullable String unexpectedEnd() {
        return process.unexpectedEnd().orElse(null);
    }

    /** Returns when it has committed every record that the topic has. */
    public void awaitCaughtUp(Duration limit) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            Waiting.until(
                    example.name() + " at the end of the topic",
                    limit,
                    () -> lag(admin) == 0,
                    () -> "lag " + lag(admin) + "; see " + log);
        }
    }

    /** Returns after its first commit. */
    public void awaitFirstCommit(Duration limit) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            Waiting.until(
                    example.name() + " committed something",
                    limit,
                    () -> committed(admin).values().stream().anyMatch(offset -> offset.offset() > 0),
                    () -> "see " + log);
        }
    }

    /** Ends it properly and gives the last table that it printed. */
    public SortedMap<String, Tokens> end() {
        if (!process.stop(STOP_LIMIT)) {
            throw new IllegalStateException(example.name() + " did not end when it was asked to; see " + log);
        }
        try {
            List<String> lines = Files.readAllLines(log, UTF_8);
            int header = lines.size() - 1;
            while (!lines.get(header).endsWith("  AGENT")) {
                header--;
            }
            SortedMap<String, Tokens> table = new TreeMap<>();
            for (String line : lines.subList(header + 1, lines.size())) {
                Matcher row = ROW.matcher(line);
                if (row.matches()) {
                    table.put(row.group(3), new Tokens(new BigInteger(row.group(1)), new BigInteger(row.group(2))));
                }
            }
            return table;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + log, e);
        }
    }

    private long lag(Admin admin) {
        Map<TopicPartition, OffsetAndMetadata> committed = committed(admin);
        return ends(admin).entrySet().stream()
                .mapToLong(end -> {
                    OffsetAndMetadata offset = committed.get(end.getKey());
                    return end.getValue() - (offset == null ? 0 : offset.offset());
                })
                .sum();
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(Admin admin) {
        try {
            return admin.listConsumerGroupOffsets(example.name())
                    .partitionsToOffsetAndMetadata()
                    .get();
        } catch (ExecutionException e) {
            // There is no such group yet.
            return Map.of();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static Map<TopicPartition, Long> ends(Admin admin) {
        try {
            Map<TopicPartition, OffsetSpec> latest =
                    admin.describeTopics(List.of(TOPIC)).allTopicNames().get().values().stream()
                            .flatMap(topic -> topic.partitions().stream())
                            .collect(Collectors.toMap(
                                    partition -> new TopicPartition(TOPIC, partition.partition()),
                                    p -> OffsetSpec.latest()));
            return admin.listOffsets(latest).all().get().entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, end -> end.getValue().offset()));
        } catch (ExecutionException e) {
            throw new IllegalStateException("A broker that is well tells no ends", e);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("Interrupted", e);
    }

    /** Kills it, where it still runs. */
    @Override
    public void close() {
        process.retire();
    }
}
