/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.agentlens.ingest.IngestClient.Answer;
import dev.agentlens.testsupport.TestServices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The role in a JVM of its own, with the heap that the launcher gives it, and more to do than fits into it. */
class OverloadIT {

    private static final int CLIENTS = 24;
    private static final int ROUNDS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @TempDir
    Path directory;

    private Process process;
    private IngestClient client;

    @BeforeEach
    void start() throws IOException {
        int port = freePort();
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "-cp",
                System.getProperty("java.class.path"),
                IngestApplication.class.getName());
        builder.environment().put("PORT", Integer.toString(port));
        builder.environment().put("AGENTLENS_MANAGEMENT_PORT", Integer.toString(freePort()));
        builder.environment().put("AGENTLENS_KAFKA_BOOTSTRAP", TestServices.kafkaBootstrapServers());
        builder.environment().put("AGENTLENS_RATE_LIMIT_EVENTS", "0");
        process = builder.redirectErrorStream(true)
                .redirectOutput(directory.resolve("ingest.log").toFile())
                .start();
        client = new IngestClient(port, PATIENCE);
        await().ignoreExceptions().until(() -> small().status() == 200);
    }

    @AfterEach
    void stop() {
        process.destroyForcibly();
    }

    @Test
    void moreThanFitsIntoMemoryIsRefusedForNowAndTheProcessLivesOn() throws Exception {
        byte[] dense = batch(4_900, "{\"session_id\":\"over-%d\",\"x\":\"" + "long text ".repeat(190) + "\"}");
        byte[] spaced = batch(4_900, "{ \"session_id\" : \"over-%d\" , \"x\" : [ " + "1 , ".repeat(450) + "2 ] }");
        byte[] manyFields = batch(2, "{" + fields(350_000) + "\"event_id\":\"%d\"}");
        byte[] tooManyFields = batch(1, "{" + fields(800_000) + "\"event_id\":\"%d\"}");

        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        List<Future<List<Answer>>> answers = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int kind = i % 6;
            answers.add(clients.submit(() -> switch (kind) {
                case 0 -> rounds(dense);
                case 1 -> rounds(spaced);
                case 2 -> rounds(manyFields);
                case 3 -> rounds(tooManyFields);
                case 4 -> rounds(IngestClient.gzip(dense), "Content-Encoding", "gzip");
                default -> rounds(IngestClient.gzip(spaced), "Content-Encoding", "gzip");
            }));
        }
        List<Answer> all = new ArrayList<>();
        for (Future<List<Answer>> some : answers) {
            all.addAll(some.get());
        }
        clients.shutdown();

        assertThat(all).allSatisfy(answer -> {
            assertThat(answer.status()).as(answer.body()).isIn(200, 400, 503);
            if (answer.status() == 400) {
                assertThat(answer.body()).contains("AGENTLENS_INGEST_MAX_EVENT_SIZE");
            }
            if (answer.status() == 503) {
                assertThat(answer.header("Retry-After")).isEqualTo("1");
            }
        });
        assertThat(all).extracting(Answer::status).contains(200, 503);
        assertThat(process.isAlive()).isTrue();
        assertThat(small().status()).isEqualTo(200);
    }

    private List<Answer> rounds(byte[] body, String... headers) {
        return IntStream.range(0, ROUNDS)
                .mapToObj(round -> client.post(body, headers))
                .collect(Collectors.toList());
    }

    private Answer small() {
        return client.post("{\"events\":[{\"session_id\":\"small\"}]}");
    }

    /** @param event with a place for its number */
    private static byte[] batch(int events, String event) {
        return IntStream.range(0, events)
                .mapToObj(i -> event.replace("%d", Integer.toString(i)))
                .collect(Collectors.joining(",", "{\"events\":[", "]}"))
                .getBytes(UTF_8);
    }

    private static String fields(int count) {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < count; i++) {
            fields.append('"').append(Integer.toString(i, 36)).append("\":1,");
        }
        return fields.toString();
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
