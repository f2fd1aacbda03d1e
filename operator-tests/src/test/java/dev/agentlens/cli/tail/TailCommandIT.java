/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.tail;

import static dev.agentlens.common.event.AgentEvents.T0;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentlens.cli.AgentLensCli;
import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEventCodec;
import dev.agentlens.common.event.AgentEvents;
import dev.agentlens.common.event.EventTopic;
import dev.agentlens.common.event.SessionStatus;
import dev.agentlens.embedded.EmbeddedKafka;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TailCommandIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private static EmbeddedKafka broker;
    private static KafkaProducer<byte[], byte[]> producer;
    private static int sent;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = startBroker(0);
        Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (Admin admin = Admin.create(config)) {
            admin.createTopics(List.of(new NewTopic(EventTopic.EVENTS, 3, (short) 1)))
                    .all()
                    .get();
        }
        producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        send(T0.toEpochMilli(), AgentEvents.started("old", "a", T0, "bot"));
        send(T0.plusSeconds(600).toEpochMilli(), AgentEvents.step("old", "b", T0, "llm_call", 5, 3));
        send(T0.plusSeconds(600).toEpochMilli(), AgentEvents.step("older", "c", T0, "tool_error", 0, 0));
        send(T0.plusSeconds(900).toEpochMilli(), AgentEvents.ended("old", "d", T0, SessionStatus.ERROR, 0));
        producer.send(new ProducerRecord<>(
                        EventTopic.EVENTS,
                        0,
                        T0.plusSeconds(900).toEpochMilli(),
                        "x".getBytes(UTF_8),
                        "\u001b[2J".getBytes(UTF_8)))
                .get(30, SECONDS);
    }

    @AfterAll
    static void stopBroker() {
        producer.close(Duration.ZERO);
        broker.close();
    }

    @Test
    @Order(1)
    void fromTheBeginningEachRecordIsALine() {
        Said said = run("--from-beginning", "--max", "5");
        assertThat(said.out().lines())
                .hasSize(5)
                .anyMatch(
                        line -> line.matches("\\S+  session_start  old  bot  \\{.*|\\S+  session_start  old  bot  1.0"))
                .anyMatch(line -> line.contains("llm_call       old  bot  gpt-4  5 in, 3 out  12.5 ms"))
                .anyMatch(line -> line.startsWith("cannot be read  0@"));
        assertThat(said.out()).doesNotContain("\u001b");
        assertThat(said.err()).contains("4 events of 2 sessions, 2 errors, 1 record that no projection can read, in ");
        assertThat(said.exitCode()).isZero();
    }

    @Test
    @Order(2)
    void filtersChooseWhatIsShown() {
        assertThat(run("--from-beginning", "--agent", "bot", "--type", "llm_call", "--max", "1")
                        .out())
                .contains("  llm_call       old  bot")
                .hasLineCount(1);
        assertThat(run("--from-beginning", "--errors", "--session", "older", "--max", "1")
                        .out())
                .contains("tool_error     older  -")
                .hasLineCount(1);
        assertThat(run("--since", T0.plusSeconds(700).toString(), "--session", "old", "--max", "1")
                        .out())
                .contains("session_end    old  -  error")
                .hasLineCount(1);
    }

    @Test
    @Order(3)
    void jsonIsTheValueAsItIsInTheTopic() {
        Said said = run("--json", "--since", T0.toString(), "--session", "older", "--max", "1");
        assertThat(said.out())
                .isEqualTo(new String(
                                AgentEventCodec.encode(AgentEvents.step("older", "c", T0, "tool_error", 0, 0)), UTF_8)
                        + "\n");
    }

    @Test
    @Order(4)
    void whatContradictsItselfOrIsNoTimeIsCalledWrongly() {
        assertThat(run("--from-beginning", "--since", "10m").exitCode()).isEqualTo(2);
        assertThat(run("--since", "yesterday").exitCode()).isEqualTo(2);
        assertThat(run("--max", "0").exitCode()).isEqualTo(2);
    }

    @Test
    @Order(5)
    void brokerThatRestartsIsWaitedFor() throws Exception {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CompletableFuture<Integer> exitCode =
                CompletableFuture.supplyAsync(() -> execute(out, err, "--session", "live", "--max", "2"));
        await().until(() -> err.toString().contains("Following"));
        send(AgentEvents.step("live", "before", T0, "llm_call", 1, 1));
        await().until(() -> out.toString().contains("llm_call"));

        broker.close();
        await().until(() -> err.toString().contains("does not answer; waiting"));
        broker = startBroker(broker.port());
        send(AgentEvents.step("live", "after", T0, "tool_call", 1, 1));

        assertThat(exitCode.get(PATIENCE.toSeconds(), SECONDS)).isZero();
        assertThat(out.toString()).containsOnlyOnce("llm_call").containsOnlyOnce("tool_call");
        assertThat(err.toString())
                .containsOnlyOnce("does not answer; waiting")
                .containsOnlyOnce("answers again")
                .contains("2 events of 1 session, 0 errors, in ");
    }

    @Test
    @Order(6)
    void signalEndsItWithWhatWasSeen() throws Exception {
        Path err = directory.resolve("signal.err");
        Process tail = start(err, "--json");
        await().until(() -> Files.readString(err).contains("Following"));
        send(AgentEvents.step("piped", "1", T0, "llm_call", 1, 1));
        assertThat(tail.inputReader(UTF_8).readLine()).contains("\"session_id\":\"piped\"");
        // Ctrl-C comes as another signal, but the JVM's reaction is the same; a test in the background may be deaf to
        // Ctrl-C.
        tail.destroy();
        assertThat(tail.waitFor(PATIENCE.toSeconds(), SECONDS)).isTrue();
        assertThat(Files.readString(err)).contains("1 event of 1 session, 0 errors, in ");
    }

    @Test
    @Order(7)
    void readerThatHasEnoughEndsItQuietly() throws Exception {
        Path err = directory.resolve("pipe.err");
        Process tail = start(err);
        await().until(() -> Files.readString(err).contains("Following"));
        String before = Files.readString(err);
        tail.getInputStream().close();
        // The first line may still fit into the pipe.
        await().until(() -> {
            send(AgentEvents.step("piped", "more", T0, "llm_call", 1, 1));
            return !tail.isAlive();
        });
        assertThat(tail.exitValue()).isZero();
        assertThat(Files.readString(err)).isEqualTo(before);
    }

    @Test
    @Order(8)
    void unavailableKafkaIsReportedInOneLine() {
        broker.close();
        Said said = run();
        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.err().lines()).hasSize(1).allMatch(line -> line.contains("AGENTLENS_KAFKA_BOOTSTRAP"));
    }

    private record Said(int exitCode, String out, String err) {}

    private Said run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        return new Said(execute(out, err, arguments), out.toString(), err.toString());
    }

    private int execute(StringWriter out, StringWriter err, String... arguments) {
        return AgentLensCli.commandLine(environment())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err, true))
                .execute(command(arguments));
    }

    private Process start(Path err, String... arguments) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AgentLensCli.class.getName())
                .redirectError(err.toFile());
        builder.command().addAll(List.of(command(arguments)));
        builder.environment().putAll(environment());
        return builder.start();
    }

    private static String[] command(String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = "tail";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return command;
    }

    private Map<String, String> environment() {
        return Map.of("AGENTLENS_KAFKA_BOOTSTRAP", broker.bootstrapServers());
    }

    private static EmbeddedKafka startBroker(int port) {
        return EmbeddedKafka.start(new EmbeddedKafka.Settings(directory.resolve("kafka"), port, false));
    }

    private static void send(AgentEvent event) throws Exception {
        send(Instant.now().toEpochMilli(), event);
    }

    private static void send(long receivedAt, AgentEvent event) throws Exception {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                EventTopic.EVENTS,
                null,
                receivedAt,
                EventTopic.key(event.identity().sessionId()),
                AgentEventCodec.encode(event));
        EventTopic.headers(event, String.format("%016x", ++sent))
                .forEach((name, value) -> record.headers().add(name, value));
        producer.send(record).get(60, SECONDS);
    }
}
