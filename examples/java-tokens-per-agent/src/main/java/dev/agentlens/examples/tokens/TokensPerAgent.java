/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.examples.tokens;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Tokens per agent, live: prints a table every few seconds, and a last one when it is stopped. See README.md. */
public final class TokensPerAgent implements ConsumerRebalanceListener {

    private static final String TOPIC = "agentlens.events.v1";
    private static final Duration COMMIT_LIMIT = Duration.ofSeconds(5);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Path directory;
    private final Duration pause;
    private final Map<TopicPartition, PartitionState> states = new HashMap<>();

    private TokensPerAgent(KafkaConsumer<byte[], byte[]> consumer, Path directory, Duration pause) {
        this.consumer = consumer;
        this.directory = directory;
        this.pause = pause;
    }

    public static void main(String[] args) throws IOException {
        Path directory = Files.createDirectories(Path.of(setting("STATE_DIR", "tokens-per-agent-state")));
        Duration pause = Duration.ofSeconds(Long.parseLong(setting("EVERY_SECONDS", "5")));
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(config(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            endOnSignal(consumer);
            new TokensPerAgent(consumer, directory, pause).run();
        }
    }

    private static Map<String, Object> config() {
        return Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                setting("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9092"),
                ConsumerConfig.GROUP_ID_CONFIG,
                setting("GROUP_ID", "tokens-per-agent-java"),
                // What was read is committed when it is saved, and not because some time has passed.
                ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                false,
                // Where retention deleted what was to be read next, go on with what there is.
                ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                "earliest",
                // A killed one's partitions go to the next within so long.
                ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG,
                10_000);
    }

    private void run() {
        consumer.subscribe(List.of(TOPIC), this);
        long saved = System.nanoTime();
        try {
            while (true) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    PartitionState state = states.get(new TopicPartition(record.topic(), record.partition()));
                    if (state != null) {
                        state.take(record);
                    }
                }
                if (System.nanoTime() - saved >= pause.toNanos()) {
                    save(states.keySet());
                    print();
                    saved = System.nanoTime();
                }
            }
        } catch (WakeupException e) {
            save(states.keySet());
            print();
        }
    }

    /** The file says where to read on, not the group: they may differ, and the file goes with the sessions in it. */
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) {
            PartitionState state = PartitionState.load(directory, partition.partition());
            states.put(partition, state);
            consumer.seek(partition, state.nextOffset());
        }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        save(partitions);
        states.keySet().removeAll(partitions);
    }

    /** Someone else has them by now, and counts what was not saved. */
    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        states.keySet().removeAll(partitions);
    }

    /** First the file, then the commit: committed means counted. */
    private void save(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (TopicPartition partition : partitions) {
            PartitionState state = states.get(partition);
            if (state != null) {
                state.save();
                offsets.put(partition, new OffsetAndMetadata(state.nextOffset()));
            }
        }
        try {
            consumer.commitSync(offsets, COMMIT_LIMIT);
        } catch (WakeupException e) {
            throw e;
        } catch (KafkaException e) {
            // Others see too great a lag until the next commit; nothing is counted twice.
            System.err.println("Not committed: " + e.getMessage());
        }
    }

    private void print() {
        Map<String, BigInteger> in = new TreeMap<>();
        Map<String, BigInteger> out = new TreeMap<>();
        for (PartitionState state : states.values()) {
            for (Session session : state.sessions()) {
                in.merge(session.agent(), session.tokensIn(), BigInteger::add);
                out.merge(session.agent(), session.tokensOut(), BigInteger::add);
            }
        }
        StringBuilder table = new StringBuilder(String.format("%18s %18s  %s%n", "TOKENS IN", "TOKENS OUT", "AGENT"));
        in.forEach((agent, tokens) -> table.append(String.format(
                "%18d %18d  %s%n",
                tokens, out.getOrDefault(agent, BigInteger.ZERO), agent.replaceAll("\\p{Cntrl}", "?"))));
        System.out.println(table);
    }

    private static void endOnSignal(KafkaConsumer<?, ?> consumer) {
        Thread main = Thread.currentThread();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            consumer.wakeup();
            try {
                main.join(Duration.ofSeconds(20).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private static String setting(String name, String otherwise) {
        return System.getenv().getOrDefault(name, otherwise);
    }
}
