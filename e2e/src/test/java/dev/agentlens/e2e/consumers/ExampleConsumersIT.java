/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.consumers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.agentlens.e2e.cluster.Directories;
import dev.agentlens.e2e.json.Json;
import dev.agentlens.e2e.load.Poison;
import dev.agentlens.e2e.oracle.ExpectedEvent;
import dev.agentlens.e2e.oracle.Oracle;
import dev.agentlens.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On records as docs/topic.md describes them; the campaign has them from ingest-api. */
class ExampleConsumersIT {

    private static final Path TARGET = Path.of(System.getProperty("agentlens.e2e.target"));
    private static final Path EXAMPLES = Path.of(System.getProperty("agentlens.e2e.examples"));
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String TOPIC = "agentlens.events.v1";

    @TempDir
    Path directory;

    private final Random random = new Random(42);
    private final Oracle oracle = new Oracle();
    private final Set<String> identities = new HashSet<>();
    private EmbeddedKafka broker;
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeEach
    void startBroker() throws Exception {
        broker = EmbeddedKafka.start(new EmbeddedKafka.Settings(directory.resolve("kafka"), 0, false));
        Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (Admin admin = Admin.create(config)) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 3, (short) 1))).all().get();
        }
        // As ingest-api compresses.
        Map<String, Object> writing =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "compression.type", "zstd");
        producer = new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void stopBroker() {
        producer.close();
        broker.close();
    }

    @Test
    void javaConsumerCountsEachEventOnceThoughItIsKilledAndLosesItsState() {
        countsEachEventOnce(Example.java(EXAMPLES));
    }

    @Test
    void nodeConsumerCountsEachEventOnceThoughItIsKilledAndLosesItsState() {
        Optional<Example> node = Example.node(EXAMPLES, TARGET);
        assumeTrue(node.isPresent(), "node and npm are not installed on this machine; .ci/run installs them");
        countsEachEventOnce(node.orElseThrow());
    }

    private void countsEachEventOnce(Example example) {
        try (ExampleConsumer consumer = new ExampleConsumer(example, broker.bootstrapServers(), directory)) {
            write(1_000);
            consumer.start();
            consumer.awaitFirstCommit(PATIENCE);
            write(1_000);
            consumer.kill();
            write(1_000);
            consumer.start();
            consumer.awaitCaughtUp(PATIENCE);
            assertThat(consumer.end()).isEqualTo(oracle.tokensPerAgent());

            write(10);
            consumer.start();
            consumer.awaitCaughtUp(PATIENCE);
            assertThat(consumer.end()).isEqualTo(oracle.tokensPerAgent());

            Directories.delete(directory.resolve(example.name()));
            consumer.start();
            consumer.awaitFirstCommit(PATIENCE);
            write(10);
            consumer.awaitCaughtUp(PATIENCE);
            assertThat(consumer.end()).isEqualTo(oracle.tokensPerAgent());
        }
    }

    /** Events of few ids, so that many are duplicates or conflicts, and records that are no events among them. */
    private void write(int count) {
        List<Poison> poison = Poison.kinds();
        for (int i = 0; i < count; i++) {
            if (i % 10 == 0) {
                Poison next = poison.get(i / 10 % poison.size());
                producer.send(new ProducerRecord<>(TOPIC, random.nextInt(3), next.key(), next.value()));
            } else {
                writeEvent("s" + random.nextInt(60), "e" + random.nextInt(40));
            }
        }
        producer.flush();
    }

    private void writeEvent(String session, String id) {
        String type = List.of("session_start", "session_end", "llm_call", "llm_call", "tool_call", "error")
                .get(random.nextInt(6));
        String time = "2026-02-14T10:30:0" + random.nextInt(10)
                + List.of("", ".5", ".25", ".000001").get(random.nextInt(4)) + "Z";
        List<String> fields = new ArrayList<>(List.of(
                text("event_id", id), text("session_id", session), text("event_type", type), text("timestamp", time)));
        if (random.nextInt(3) > 0) {
            fields.add(text("agent_name", "agent " + random.nextInt(15)));
        }
        String prefix = type.equals("session_end") ? "total_" : "";
        if (type.equals("session_end")) {
            fields.add(text("ended_at", time));
            fields.add(text("status", "completed"));
        }
        if (random.nextBoolean()) {
            fields.add("\"" + prefix + "tokens_in\":" + random.nextInt(1, 1_000));
            fields.add("\"" + prefix + "tokens_out\":" + (random.nextInt(20) == 0 ? 1L << 53 : 7));
        }
        String json = "{" + String.join(",", fields) + "}";
        if (identities.add(session + "/" + id)) {
            oracle.add(ExpectedEvent.of(Json.parse(json)));
        }
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(TOPIC, session.getBytes(UTF_8), json.getBytes(UTF_8));
        record.headers().add("ce_id", id.getBytes(UTF_8));
        record.headers().add("ce_source", ("/sessions/" + session).getBytes(UTF_8));
        producer.send(record);
    }

    private static String text(String name, String value) {
        return "\"" + name + "\":\"" + value + "\"";
    }
}
