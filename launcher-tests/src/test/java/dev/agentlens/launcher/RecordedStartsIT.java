/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.agentlens.embedded.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** What the launcher records for faster starts: when it does so, and what that means for the code that runs. */
class RecordedStartsIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration RECORDING_LIMIT = Duration.ofMinutes(10);

    private static final String APP = "standalone/target/app";

    private static final List<String> HOT = List.of(
            "dev.agentlens.common.json.JsonScanner.passPlain(",
            "sun.security.provider.SHA2.implCompress0(",
            "java.lang.String.charAt(");
    private static final int LEVEL_OF_FIRST_COMPILER = 1;
    private static final int LEVEL_OF_SECOND_COMPILER = 4;

    @TempDir
    Path directory;

    private final int port = FreePort.preferring(0);

    @BeforeEach
    void makeTheDirectoryReachable() throws IOException {
        // Where user namespaces are forbidden, PostgreSQL runs as nobody, who must be able to get there.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    void hotCodeIsNotKeptInTheFirstCompiler() throws IOException {
        assumeTrue(Runtime.version().feature() >= 25, "older archives know nothing of compilers");
        Launcher launcher =
                new Launcher().with("AGENTLENS_RATE_LIMIT_EVENTS", "0").with("AGENTLENS_JAVA_OPTS", "");
        try (RunningAgentLens running = RunningAgentLens.up(launcher, port, directory)) {
            Instant limit = Instant.now().plus(LIMIT);
            List<String> code;
            int sent = 0;
            do {
                for (int i = 0; i < 20; i++) {
                    assertThat(running.post("/events", batch(sent++)).statusCode())
                            .isEqualTo(200);
                }
                code = compiled(running.pid());
                assertThat(hot(code, LEVEL_OF_FIRST_COMPILER)).isEmpty();
            } while (hot(code, LEVEL_OF_SECOND_COMPILER).isEmpty()
                    && Instant.now().isBefore(limit));

            assertThat(hot(code, LEVEL_OF_SECOND_COMPILER)).isNotEmpty();
        }
    }

    @Test
    void theFirstStartServesWhileItRecordsAndTakesTheRecordingWithIt() throws IOException {
        Path checkout = Files.createDirectory(directory.resolve("checkout"));
        Path data = Files.createDirectory(directory.resolve("data"));

        try (RunningAgentLens first = RunningAgentLens.up(Launcher.builtAndNotYetStarted(checkout), port, data)) {
            await().atMost(LIMIT)
                    .until(() -> first.said().contains("Faster starts are being prepared in the background."));
            await().atMost(LIMIT).until(() -> processesOf(checkout.resolve(APP)) > 1);
            assertThat(first.get("/sessions").body()).contains("\"total\":0");
            first.signal("TERM");
            assertThat(first.awaitEnd()).isEqualTo(128 + 15);
        }

        assertNothingIsLeftOfARecording(checkout);
    }

    @Test
    void aRecordingThatIsStoppedTakesItsServersWithIt() throws IOException, InterruptedException {
        Path checkout = Files.createDirectory(directory.resolve("checkout"));
        Launcher launcher = Launcher.builtAndNotYetStarted(checkout)
                .with("AGENTLENS_APP_DIR", checkout.resolve(APP).toString());

        Process build = launcher.start(directory.resolve("build.log"), "build");
        await().atMost(LIMIT).until(() -> processesOf(checkout.resolve(APP).resolve("training/postgres")) > 0);
        build.destroy();

        assertThat(build.waitFor()).isEqualTo(130);
        assertNothingIsLeftOfARecording(checkout);
    }

    private static void assertNothingIsLeftOfARecording(Path checkout) throws IOException {
        await().atMost(LIMIT).until(() -> processesOf(checkout) == 0);
        try (Stream<Path> files = Files.list(checkout.resolve(APP))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsOnly("agentlens.jar", "built", "lib", "training.log");
        }
    }

    @Test
    void whatIsRecordedIsNotRecordedAgain() throws IOException {
        Path checkout = Files.createDirectory(directory.resolve("checkout"));
        Launcher launcher = Launcher.builtAndNotYetStarted(checkout);
        for (Path recorded : List.of(new Launcher().archive(), new Launcher().identityOfArchive())) {
            Files.copy(recorded, checkout.resolve(APP).resolve(recorded.getFileName()));
        }

        try (RunningAgentLens running =
                RunningAgentLens.up(launcher, port, Files.createDirectory(directory.resolve("data")))) {
            assertThat(running.said()).doesNotContain("in the background");
            assertThat(processesOf(checkout)).isEqualTo(1);
        }
    }

    /** Takes minutes on a busy machine, as it has the lowest priority. {@code ./agentlens build} records in the same way. */
    @Test
    @EnabledIfSystemProperty(named = "background.recording", matches = "true")
    void theFirstStartEndsItsRecording() throws IOException {
        Path checkout = Files.createDirectory(directory.resolve("checkout"));
        Path data = Files.createDirectory(directory.resolve("data"));
        Launcher launcher = Launcher.builtAndNotYetStarted(checkout);
        Path app = checkout.resolve(APP);

        try (RunningAgentLens first = RunningAgentLens.up(launcher, port, data)) {
            await().atMost(RECORDING_LIMIT)
                    .until(() -> Files.exists(
                            app.resolve(launcher.identityOfArchive().getFileName())));
            assertThat(app.resolve(launcher.archive().getFileName())).exists();
            await().atMost(LIMIT).until(() -> processesOf(checkout) == 1);
            assertThat(first.get("/sessions").statusCode()).isEqualTo(200);
        }
        try (RunningAgentLens second = RunningAgentLens.up(launcher, port, data)) {
            assertThat(second.said()).doesNotContain("in the background");
        }
        assertThat(processesOf(checkout)).isZero();
    }

    /** Processes whose program or arguments are below it. */
    private static long processesOf(Path directory) {
        return ProcessHandle.allProcesses()
                .filter(process -> (process.info().command().orElse("") + " "
                                + process.info().commandLine().orElse(""))
                        .contains(directory + "/"))
                .count();
    }

    /** Level and name of each compiled method. */
    private static List<String> compiled(long pid) throws IOException {
        Process jcmd = new ProcessBuilder(
                        System.getProperty("java.home") + "/bin/jcmd", Long.toString(pid), "Compiler.codelist")
                .start();
        return new String(jcmd.getInputStream().readAllBytes(), UTF_8).lines().toList();
    }

    /** Each line: id, level, state, method. */
    private static List<String> hot(List<String> code, int level) {
        return code.stream()
                .filter(line -> line.strip().matches("\\d+ +" + level + " .*"))
                .filter(line -> HOT.stream().anyMatch(line::contains))
                .toList();
    }

    private static String batch(int number) {
        String text = "The agent reads the passages, ranks them and drafts a response. ".repeat(8);
        return IntStream.range(0, 100)
                .mapToObj(i -> """
                        {"event_id":"e%d","session_id":"hot-%d","event_type":"llm_call","input_data":{"prompt":"%s"}}""".formatted(i, number, text))
                .collect(Collectors.joining(",", "{\"events\":[", "]}"));
    }
}
