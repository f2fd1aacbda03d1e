/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.agentlens.embedded.EmbeddedKafka;
import dev.agentlens.embedded.EmbeddedPostgres;
import dev.agentlens.embedded.FreePort;
import dev.agentlens.launcher.Launcher.Outcome;
import dev.agentlens.testsupport.UnpackedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command itself: {@code ./agentlens}, in a process of its own, on data of its own. */
class LauncherIT {

    private static final String EVENT = """
            {"events":[{"session_id":"%s","event_id":"%s","event_type":"llm_call","tokens_in":5,"tokens_out":3}]}""";

    @TempDir
    Path data;

    private final int port = FreePort.preferring(0);
    private Launcher launcher;

    @BeforeEach
    void makeTheDataDirectoryReachable() throws IOException {
        // Where user namespaces are forbidden, PostgreSQL runs as nobody, who must be able to get there.
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xr-x"));
        launcher = new Launcher();
    }

    @Test
    void whatWasAcknowledgedOutlivesTermKillAndInterrupt() throws IOException {
        try (RunningAgentLens first = up()) {
            assertThat(first.said())
                    .contains("http://localhost:" + port, data.toString(), "dev mode", "(embedded)")
                    .doesNotContain("Exception", "ERROR");
            assertThat(first.post("/events", EVENT.formatted("launched", "e1")).statusCode())
                    .isEqualTo(200);
            for (Path run : AgentRuns.files()) {
                assertThat(first.post("/events", Files.readString(run)).statusCode())
                        .isEqualTo(200);
            }
            assertThat(first.residentMegabytes()).isLessThan(500);
            first.signal("TERM");
            assertThat(first.awaitEnd()).isEqualTo(128 + 15);
            assertThat(first.said()).contains("Stopped.");
            assertThat(postgresProcesses()).isZero();
        }
        try (RunningAgentLens second = up()) {
            assertThat(second.get("/sessions/launched").body()).contains("\"total_tokens_in\":5");
            assertThat(second.get("/sessions").body())
                    .contains("\"total\":" + (AgentRuns.files().size() + 1));
            assertThat(second.post("/events", EVENT.formatted("launched", "e2")).statusCode())
                    .isEqualTo(200);
            second.signal("KILL");
            second.awaitEnd();
        }
        assertThat(postgresProcesses()).isPositive();
        try (RunningAgentLens third = up()) {
            assertThat(third.said()).contains("left behind by a killed process");
            assertThat(third.get("/sessions/launched").body()).contains("\"total_tokens_in\":10", "\"total_events\":2");
            third.signal("INT");
            assumeTrue(interruptIsNotIgnored(), "a parent process had this one ignore SIGINT");
            assertThat(third.awaitEnd()).isEqualTo(128 + 2);
            assertThat(third.said()).contains("Stopped.");
        }
        assertThat(postgresProcesses()).isZero();
    }

    @Test
    void aDirectoryInUseAndATakenPortAreOneClearLineEach() throws IOException {
        int otlpPort = FreePort.preferring(0);
        launcher.with("AGENTLENS_OTLP_PORT", Integer.toString(otlpPort));
        try (RunningAgentLens running = up()) {
            assertThat(running.said()).contains("OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:" + otlpPort);
            assertThat(running.post(otlpPort, "/v1/traces", "{}").body()).isEqualTo("{}");
            Outcome sameDirectory =
                    launcher.run("up", "--port", Integer.toString(FreePort.preferring(0)), "--data-dir", data + "");
            assertThat(sameDirectory.exitCode()).isEqualTo(1);
            assertThat(sameDirectory.err()).hasLineCount(1).contains(data.toString(), "in use", "--data-dir");

            Outcome samePort =
                    launcher.run("up", "--port", Integer.toString(port), "--data-dir", data.resolve("b") + "");
            assertThat(samePort.exitCode()).isEqualTo(1);
            assertThat(samePort.err()).hasLineCount(1).contains("Port " + port, "--port");

            Outcome demo = launcher.run("demo", "--url", "http://localhost:" + port, "--sessions", "4");
            assertThat(demo.exitCode()).isZero();
            assertThat(demo.out()).contains("[4/4]", "/#/session/demo-", "/explain");
            assertThat(running.get("/sessions").body()).contains("research-agent", "\"total\":4");
        }
    }

    @Test
    void operatorsToolsFindTheRunningSystemByItsDirectory() throws IOException {
        launcher.with("AGENTLENS_DATA_DIR", data.toString());
        Outcome nothingThere = launcher.run("verify");
        assertThat(nothingThere.exitCode()).isEqualTo(1);
        assertThat(nothingThere.err()).hasLineCount(1).contains("no AgentLens", "AGENTLENS_DATA_DIR");

        try (RunningAgentLens running = up()) {
            running.post("/events", EVENT.formatted("kept", "e1"));
            running.post("/events", "{\"events\": [{\"session_id\": \"not legal\", \"event_id\": \"e2\"}]}");

            Outcome verified = launcher.run("verify");
            assertThat(verified.exitCode()).as(verified.err()).isZero();
            Outcome rebuilt = launcher.run("rebuild", "--grace", "0");
            assertThat(rebuilt.exitCode()).as(rebuilt.err()).isZero();
            assertThat(rebuilt.out()).contains("Switched", "Done");
            assertThat(running.get("/sessions/kept").body()).contains("\"total_tokens_in\":5");
            assertThat(running.post("/events", EVENT.formatted("kept", "e3")).statusCode())
                    .isEqualTo(200);
            assertThat(running.get("/sessions/kept").body()).contains("\"total_tokens_in\":10");

            assertThat(launcher.run("rejected", "list").out()).contains("session_id");
            Outcome redriven = launcher.run("rejected", "redrive", "--yes", "--set", "session_id=\"kept\"");
            assertThat(redriven.exitCode()).as(redriven.err() + redriven.out()).isZero();
            assertThat(running.get("/sessions/kept").body()).contains("\"total_events\":3");
            assertThat(launcher.run("dead-letters", "list").exitCode()).isZero();
            assertThat(launcher.run("verify").exitCode()).isZero();
        }
        for (String tool : new String[] {"verify", "rebuild", "dead-letters", "rejected"}) {
            assertThat(launcher.run(tool, "--help").out()).contains("Usage: ./agentlens " + tool);
            assertThat(launcher.run(tool, "--nonsense").exitCode()).isEqualTo(2);
        }
    }

    @Test
    void partsAndMemoryOfOnesOwnReplaceTheDefaults(@TempDir Path own) throws IOException {
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path home = Files.createDirectory(own.resolve("postgres"));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(new EmbeddedKafka.Settings(own.resolve("kafka"), 0, false));
                EmbeddedPostgres database = EmbeddedPostgres.start(
                        new EmbeddedPostgres.Settings(home, UnpackedPostgres.directory(), 0, 50))) {
            launcher.with("AGENTLENS_KAFKA_BOOTSTRAP", kafka.bootstrapServers())
                    .with("AGENTLENS_DATABASE_URL", database.jdbcUrl())
                    .with("AGENTLENS_DATABASE_USER", database.username())
                    .with("AGENTLENS_DATABASE_PASSWORD", database.password())
                    .with("AGENTLENS_API_KEY", "secret")
                    .with("AGENTLENS_MEMORY", "600m");
            try (RunningAgentLens running = up()) {
                assertThat(running.said())
                        .contains("X-API-Key needed", kafka.bootstrapServers(), "heap of up to 230 MB")
                        .doesNotContain("embedded", database.password());
                assertThat(running.get("/sessions").statusCode()).isEqualTo(401);
                assertThat(launcher.run("demo", "--url", "http://localhost:" + port)
                                .exitCode())
                        .isZero();
                assertThat(data.resolve("kafka")).doesNotExist();
                assertThat(data.resolve("postgres")).doesNotExist();
            }
        }
    }

    @Test
    void aServerThatCannotStartIsNamedAndTheOtherOneStopped() throws IOException {
        Files.createFile(data.resolve("kafka"));

        Outcome outcome = launcher.run("up", "--port", Integer.toString(port), "--data-dir", data.toString());

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .hasLineCount(1)
                .contains("embedded Kafka", data.resolve("kafka").toString());
        assertThat(postgresProcesses()).isZero();
    }

    @Test
    void anArchiveThatIsNoneIsIgnoredInSilence() throws IOException {
        Path archive = launcher.archive();
        Path kept = archive.resolveSibling("kept");
        Files.move(archive, kept);
        try {
            Files.writeString(archive, "no archive");
            Outcome outcome = launcher.run("verify", "--help");

            assertThat(outcome.exitCode()).isZero();
            assertThat(outcome.err()).isEmpty();
            assertThat(outcome.out()).startsWith("Usage:");
        } finally {
            Files.move(kept, archive, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Test
    void withoutAJdkItSaysWhatToInstall() {
        Outcome outcome = launcher.with("AGENTLENS_JAVA_HOME", data.toString()).run("up");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).hasLineCount(1).contains("AGENTLENS_JAVA_HOME", "no JDK");
    }

    @Test
    void aWrongSettingIsNamed() {
        for (String[] wrong : new String[][] {
            {"PORT", "http"},
            {"AGENTLENS_MANAGEMENT_PORT", "70000"},
            {"AGENTLENS_EMBEDDED_FSYNC", "yes"},
            {"AGENTLENS_MEMORY", "lots"},
            {"AGENTLENS_MEMORY", "100m"},
            {"AGENTLENS_DATABASE_URL", "mysql://root:secret@localhost/x"}
        }) {
            Outcome outcome = new Launcher().with(wrong[0], wrong[1]).run("up", "--data-dir", data.toString());

            assertThat(outcome.exitCode()).isEqualTo(1);
            assertThat(outcome.err()).hasLineCount(1).contains(wrong[0]).doesNotContain("secret");
        }
    }

    @Test
    void helpNamesEveryCommandAndOption() {
        Outcome help = launcher.run("--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.out())
                .contains(
                        "up",
                        "demo",
                        "verify",
                        "rebuild",
                        "dead-letters",
                        "rejected",
                        "build",
                        "version",
                        "--port",
                        "--data-dir",
                        "--url",
                        "--sessions");
        assertThat(launcher.run("up", "--help").out()).isEqualTo(help.out());
        assertThat(launcher.run().out()).isEqualTo(help.out());
        assertThat(launcher.run("version").out()).startsWith("AgentLens ").contains("JDK ");
    }

    @Test
    void whatItDoesNotKnowIsAnErrorThatPointsToHelp() {
        for (String[] unknown : new String[][] {{"start"}, {"up", "--prot", "1"}, {"up", "--port"}, {"demo", "-x"}}) {
            Outcome outcome = launcher.run(unknown);

            assertThat(outcome.exitCode()).isEqualTo(2);
            assertThat(outcome.err()).hasLineCount(1).contains("./agentlens --help");
        }
        Outcome nobody = launcher.run("demo", "--url", "http://localhost:" + port);
        assertThat(nobody.exitCode()).isEqualTo(1);
        assertThat(nobody.err()).hasLineCount(1).contains("./agentlens up");
    }

    private RunningAgentLens up() {
        return RunningAgentLens.upUnprepared(launcher, port, data);
    }

    private long postgresProcesses() {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .command()
                        .filter(command -> command.startsWith(data + "/postgres"))
                        .isPresent())
                .count();
    }

    /** A shell that starts a command in the background has it ignore Ctrl-C, and all that it starts. */
    private static boolean interruptIsNotIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return true;
        }
        String line = Files.readAllLines(status).stream()
                .filter(l -> l.startsWith("SigIgn:"))
                .findFirst()
                .orElse("SigIgn: 0");
        long ignored = Long.parseUnsignedLong(Pattern.compile("\\s+").split(line)[1], 16);
        return (ignored & 1L << 1) == 0;
    }
}
