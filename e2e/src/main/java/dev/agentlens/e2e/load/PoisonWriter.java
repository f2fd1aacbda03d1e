/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.e2e.cluster.Waiting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * An external producer that writes invalid records among the good ones. It waits out every absence of the broker, so
 * that it knows the place of each record that it wrote.
 */
public final class PoisonWriter implements AutoCloseable {

    private static final String TOPIC = "agentlens.events.v1";
    private static final int PARTITIONS = 12;

    private final KafkaProducer<byte[], byte[]> producer;
    private final List<Poison> kinds = Poison.kinds();
    private final Random random;
    private final Map<TopicPartition, Map<Long, String>> written = new HashMap<>();
    private final List<Sent> open = new ArrayList<>();
    private int next;

    private record Sent(Poison poison, Future<RecordMetadata> metadata) {}

    public PoisonWriter(String bootstrap, long seed) {
        random = new Random(seed);
        producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ProducerConfig.CLIENT_ID_CONFIG,
                        "poison",
                        ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                        true,
                        ProducerConfig.ACKS_CONFIG,
                        "all",
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        600_000,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        600_000,
                        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        5_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    /** Writes the next kind into some partition; returns before it is acknowledged. */
    public synchronized void write() {
        Poison poison = kinds.get(next++ % kinds.size());
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(TOPIC, random.nextInt(PARTITIONS), poison.key(), poison.value());
        poison.headers().forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        open.add(new Sent(poison, producer.send(record)));
    }

    /** Returns when all that was written is acknowledged. */
    public synchronized void flush(Duration limit) {
        producer.flush();
        Waiting.until(
                "Poison records acknowledged",
                limit,
                () -> open.stream().allMatch(sent -> sent.metadata().isDone()),
                () -> open.size() + " open");
        for (Sent sent : open) {
            try {
                RecordMetadata metadata = sent.metadata().get();
                written.computeIfAbsent(new TopicPartition(TOPIC, metadata.partition()), p -> new HashMap<>())
                        .put(metadata.offset(), sent.poison().kind());
            } catch (ExecutionException e) {
                throw new IllegalStateException("The place of a poison record is not known", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted", e);
            }
        }
        open.clear();
    }

    /** The kind of each record, by partition and offset; complete after {@link #flush}. */
    public synchronized Map<TopicPartition, Map<Long, String>> written() {
        return written;
    }

    public synchronized int count() {
        return next;
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO);
    }
}
