/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.embedded.EmbeddedPostgres;
import dev.agentlens.embedded.FreePort;
import dev.agentlens.launcher.Launcher.Outcome;
import dev.agentlens.testsupport.UnpackedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tables of the release before: this one serves them, and a rebuild replaces them, while requests go on. */
class UpgradeIT {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String EVENT = """
            {"events":[{"session_id":"during-%d","event_type":"llm_call","model":"gpt-4o","tokens_in":1000,
            "input_data":{"prompt":"Refund order %d"}}]}""";

    private static final List<Path> RUNS = AgentRuns.files().subList(0, 5);

    @TempDir
    private Path directory;

    private final int port = FreePort.preferring(0);
    private EmbeddedPostgres database;
    private final ConcurrentLinkedQueue<String> failures = new ConcurrentLinkedQueue<>();
    private final AtomicInteger written = new AtomicInteger();

    @BeforeEach
    void startTheDatabase() throws IOException {
        // Where user namespaces are forbidden, PostgreSQL runs as nobody, who must be able to get there.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path home = Files.createDirectory(directory.resolve("postgres"));
        database = EmbeddedPostgres.start(new EmbeddedPostgres.Settings(home, UnpackedPostgres.directory(), 0, 50));
    }

    @AfterEach
    void stopTheDatabase() {
        database.close();
    }

    @Test
    void tablesOfTheReleaseBeforeAreReplacedWhileRequestsGoOn() throws Exception {
        Path data = directory.resolve("data");
        Launcher launcher = new Launcher()
                .with("AGENTLENS_OTLP_PORT", "0")
                .with("AGENTLENS_RATE_LIMIT_EVENTS", "0")
                .with("AGENTLENS_RATE_LIMIT_SESSIONS", "0")
                .with("AGENTLENS_RATE_LIMIT_ANALYTICS", "0")
                .with("AGENTLENS_DATA_DIR", data.toString())
                .with("AGENTLENS_DATABASE_URL", database.jdbcUrl())
                .with("AGENTLENS_DATABASE_USER", database.username())
                .with("AGENTLENS_DATABASE_PASSWORD", database.password());
        List<String> before;
        try (RunningAgentLens first = RunningAgentLens.up(launcher, port, data)) {
            for (Path run : RUNS) {
                assertThat(first.post("/events", Files.readString(run)).statusCode())
                        .isEqualTo(200);
            }
            before = answers(first);
        }
        execute("/upgrade/as-v1.sql");

        try (RunningAgentLens next = RunningAgentLens.up(launcher, port, data)) {
            AtomicBoolean over = new AtomicBoolean();
            List<CompletableFuture<Void>> clients = clients(next, over);
            Outcome rebuilt = launcher.run("rebuild", "--grace", "0");
            over.set(true);
            for (CompletableFuture<Void> client : clients) {
                client.get();
            }
            assertThat(rebuilt.exitCode()).as(rebuilt.err()).isZero();
            assertThat(failures).isEmpty();
            assertThat(written.get()).isPositive();

            assertThat(answers(next)).isEqualTo(before);
            JsonNode found = JSON.readTree(
                    next.get("/sessions?q=refund&model=gpt-4o&limit=1").body());
            assertThat(found.get("total").intValue()).isEqualTo(written.get());
            assertThat(found.get("sessions").get(0).get("cost_usd").decimalValue())
                    .isEqualByComparingTo("0.0025");
            Outcome verified = launcher.run("verify");
            assertThat(verified.exitCode()).as(verified.out() + verified.err()).isZero();
        }
    }

    /** What does not depend on events that came later. */
    private static List<String> answers(RunningAgentLens agentLens) throws IOException {
        List<String> answers = new ArrayList<>();
        for (Path run : RUNS) {
            String session = JSON.readTree(Files.readString(run))
                    .get("events")
                    .get(0)
                    .get("session_id")
                    .stringValue();
            for (String path : List.of("/sessions/%s", "/sessions/%s/explain", "/sessions/%s/conversation")) {
                answers.add(agentLens.get(path.formatted(session)).body());
            }
        }
        return answers;
    }

    private List<CompletableFuture<Void>> clients(RunningAgentLens agentLens, AtomicBoolean over) throws IOException {
        String session = JSON.readTree(Files.readString(RUNS.get(0)))
                .get("events")
                .get(0)
                .get("session_id")
                .stringValue();
        List<CompletableFuture<Void>> clients = new ArrayList<>();
        clients.add(client(over, () -> {
            int number = written.incrementAndGet();
            return agentLens.post("/events", EVENT.formatted(number, number));
        }));
        for (String path : List.of(
                "/sessions?sort=cost",
                "/sessions?q=refund",
                "/sessions/" + session,
                "/sessions/" + session + "/explain",
                "/sessions/" + session + "/events?errors=true",
                "/analytics",
                "/analytics?model=gpt-4o&interval=hour")) {
            clients.add(client(over, () -> agentLens.get(path)));
        }
        return clients;
    }

    private CompletableFuture<Void> client(AtomicBoolean over, Supplier<HttpResponse<String>> request) {
        return CompletableFuture.runAsync(
                () -> {
                    while (!over.get()) {
                        HttpResponse<String> response = request.get();
                        if (response.statusCode() != 200) {
                            failures.add(
                                    response.request().uri() + " " + response.statusCode() + " " + response.body());
                        }
                    }
                },
                task -> new Thread(task, "client").start());
    }

    private void execute(String script) throws SQLException, IOException {
        try (InputStream sql = UpgradeIT.class.getResourceAsStream(script);
                Connection connection =
                        DriverManager.getConnection(database.jdbcUrl(), database.username(), database.password());
                Statement statement = connection.createStatement()) {
            statement.execute(new String(sql.readAllBytes(), UTF_8));
        }
    }
}
