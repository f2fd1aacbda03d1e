/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.cli.AgentLensCli;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands that read over HTTP, on a real system. */
class UserCommandsIT extends RunningStandalone {

    private static final int EVENTS = 1_200;

    @TempDir
    private Path directory;

    private record Said(int exitCode, String out, String err) {}

    @Test
    void sessionIsListedShownExplainedAndCounted() {
        String session = session(EVENTS);

        assertThat(run("sessions", "--all", "--json").out()).contains("{\"session_id\":\"" + session + "\"");
        assertThat(run("sessions", "--limit", "1").out()).hasLineCount(2).contains("SESSION", "TOKENS");
        assertThat(run("show", session).out())
                .contains("agent     command-agent", "Hello 0 → Hi", "Hello " + (EVENTS - 1) + " → Hi");
        assertThat(run("show", session, "--json").out()).hasLineCount(1 + EVENTS);
        assertThat(run("explain", session).out()).contains("## Agent Session: command-agent", "using gpt-4o");
        assertThat(run("stats").out()).contains("sessions", "MODEL", "gpt-4o");
    }

    @Test
    void sessionsAreCompared() {
        String one = session(1);
        String two = session(2);

        assertThat(run("compare", one, two).out()).contains("tokens out", "2 (+100 %)");
        Said unknown = run("compare", one, "no-such-session");
        assertThat(unknown.exitCode()).isEqualTo(1);
        assertThat(unknown.err()).hasLineCount(1).contains("not found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ndjson", "csv", "json", "parquet"})
    void sessionIsExported(String format) throws IOException {
        String session = session(3);

        Said said = run("export", session, "--format", format, "--out", directory.toString());

        assertThat(said.exitCode()).as(said.err()).isZero();
        assertThat(said.err()).contains("1 sessions and 3 events");
        assertThat(Files.readString(directory.resolve("manifest.json"))).contains("\"events\" : 3");
        assertThat(directory.resolve("events." + format)).isNotEmptyFile();
    }

    private String session(int events) {
        String session = Api.newSession("command");
        List<Map<String, Object>> batch = new ArrayList<>();
        batch.add(Map.of("session_id", session, "event_type", "session_start", "agent_name", "command-agent"));
        for (int i = 0; i < events; i++) {
            batch.add(Map.of(
                    "session_id",
                    session,
                    "event_id",
                    "e" + i,
                    "event_type",
                    "llm_call",
                    "model",
                    "gpt-4o",
                    "tokens_in",
                    5,
                    "tokens_out",
                    1,
                    "input_data",
                    Map.of("prompt", "Hello " + i),
                    "output_data",
                    Map.of("response", "Hi")));
        }
        api.post("/events", Map.of("events", batch)).is(200);
        return session;
    }

    private Said run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--url", url("").toString()));
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = AgentLensCli.commandLine(Map.of())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
        return new Said(exitCode, out.toString(), err.toString());
    }
}
