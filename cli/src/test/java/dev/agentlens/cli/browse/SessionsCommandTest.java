/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.browse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.cli.api.StubApi;
import dev.agentlens.cli.api.StubApi.Said;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SessionsCommandTest {

    private static final String FIRST = """
            {"session_id":"s1","agent_name":"東京-agent","started_at":"2026-02-14T10:30:00Z","ended_at":null,"metadata":{},\
            "total_tokens_in":1200,"total_tokens_out":345,"status":"active","event_count":1234,"error_count":2,\
            "duration_ms":null,"title":"Where is\\u001b[2J my order?","models":["gpt-4o"],"cost_usd":0.00075,"unpriced_tokens":0}""";
    private static final String SECOND = """
            {"session_id":"session-2","agent_name":"b","started_at":"2026-02-14T10:29:59.5Z","ended_at":"2026-02-14T10:40:00Z",\
            "metadata":{},"total_tokens_in":1,"total_tokens_out":0,"status":"completed","event_count":1,"error_count":0,\
            "duration_ms":725000.5,"title":null,"models":[],"cost_usd":null,"unpriced_tokens":1}""";

    private StubApi api;

    @BeforeEach
    void start() throws IOException {
        api = new StubApi();
    }

    @AfterEach
    void stop() {
        api.close();
    }

    @Test
    void sessionsStandInAlignedColumns() {
        api.on("GET /sessions?limit=50", page(FIRST + "," + SECOND, 2, null));

        Said said = api.run("sessions");

        assertThat(said.exitCode()).isZero();
        assertThat(said.out()).isEqualTo("""
                SESSION    STARTED (UTC)        STATUS     AGENT       EVENTS  ERRORS  TOKENS  DURATION      COST  TITLE
                s1         2026-02-14 10:30:00  active     東京-agent   1,234       2    1.5k         -  $0.00075  Where is\\u001b[2J my order?
                session-2  2026-02-14 10:29:59  completed  b                1       0       1    12m 5s         ?  -
                """);
        assertThat(said.err()).isEqualTo("agentlens: 2 sessions\n");
    }

    @Test
    void columnsThatTheApiHasNotAreLeftOut() {
        api.on("GET /sessions?limit=50", page("""
                {"session_id":"s","agent_name":"a","started_at":"2026-02-14T10:30:00Z","ended_at":null,"metadata":{},\
                "total_tokens_in":5,"total_tokens_out":3,"status":"error"}""", 1, null));

        assertThat(api.run("sessions").out()).isEqualTo("""
                SESSION  STARTED (UTC)        STATUS  AGENT  TOKENS
                s        2026-02-14 10:30:00  error   a           8
                """);
    }

    @Test
    void cursorsAreFollowedToTheEnd() {
        api.on("GET /sessions?limit=200", page(FIRST, 3, "c 1"))
                .on("GET /sessions?limit=200&cursor=c%201", page(SECOND, 3, "c2"))
                .on("GET /sessions?limit=200&cursor=c2", page(SECOND, 3, null));

        Said said = api.run("sessions", "--all", "--json");

        assertThat(said.out()).isEqualTo(FIRST + "\n" + SECOND + "\n" + SECOND + "\n");
        assertThat(said.err()).isEqualTo("agentlens: 3 sessions\n");
        assertThat(api.requests()).hasSize(3);
    }

    @Test
    void limitEndsAListThatGoesOn() {
        api.on("GET /sessions?limit=2", page(FIRST + "," + SECOND, 10_000, "more"))
                .on(
                        "GET /sessions?limit=1",
                        "{\"sessions\":[" + FIRST + "],\"total\":10000,\"total_is\":\"at_least\","
                                + "\"next_cursor\":\"more\",\"warnings\":[\"Unknown parameter agnet\"]}");

        assertThat(api.run("sessions", "--limit", "2").err())
                .isEqualTo("agentlens: 2 of 10,000 sessions; --all shows the rest\n");
        assertThat(api.run("sessions", "--limit", "1").err())
                .isEqualTo("agentlens: Unknown parameter agnet\n"
                        + "agentlens: 1 of at least 10,000 sessions; --all shows the rest\n");
    }

    @Test
    void filtersBecomeParameters() {
        String request = "GET /sessions?status=error&agent=my%20agent&model=gpt-4o&tool=web_search&conversation_id=c"
                + "&from=2026-02-14T00%3A00%3A00Z&to=2026-02-15T08%3A30%3A00Z&min_tokens=1&max_tokens=2"
                + "&min_duration_ms=90000&min_cost_usd=0.5&max_cost_usd=20&errors=true&metadata.env=prod&metadata.team=a%3Db&q=late%20order&sort=cost"
                + "&order=asc&limit=50";
        api.on(request, page(FIRST, 1, null));

        Said said = api.run(
                "sessions",
                "--status",
                "error",
                "--agent",
                "my agent",
                "--model",
                "gpt-4o",
                "--tool",
                "web_search",
                "--conversation",
                "c",
                "--from",
                "2026-02-14",
                "--to",
                "2026-02-15T10:30+02:00",
                "--min-tokens",
                "1",
                "--max-tokens",
                "2",
                "--min-duration",
                "90s",
                "--min-cost",
                "0.5",
                "--max-cost",
                "20",
                "--errors",
                "--metadata",
                "env=prod",
                "--metadata",
                "team=a=b",
                "--search",
                "late order",
                "--sort",
                "cost",
                "--order",
                "asc");

        assertThat(api.requests()).containsExactly(request);
        assertThat(said.exitCode()).isZero();
    }

    @Test
    void sessionsWithoutErrorsMayBeAskedFor() {
        api.on("GET /sessions?errors=false&limit=50", page("", 0, null));

        Said said = api.run("sessions", "--no-errors");

        assertThat(said.exitCode()).isZero();
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).isEqualTo("agentlens: no session matches\n");
    }

    @Test
    void keyIsTheOptionsElseTheFirstOfTheVariable() {
        api.on("GET /sessions?limit=50", page("", 0, null));

        api.run(Map.of("AGENTLENS_API_KEY", " first , second"), "sessions");
        api.run(Map.of("AGENTLENS_API_KEY", "first"), "sessions", "--api-key", "mine");
        api.run("sessions");

        assertThat(api.keys()).containsExactly("first", "mine", "null");
    }

    @Test
    void whatTheApiRefusesIsOneLineOnStandardError() {
        api.on(
                "GET /sessions?status=bad&limit=50",
                400,
                "{\"error\":\"Invalid status filter: use active or completed\"}");

        Said said = api.run("sessions", "--status", "bad");

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).isEqualTo("agentlens: Invalid status filter: use active or completed\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sessions --limit 0",
                "sessions --limit 5 --all",
                "sessions --min-duration 5x",
                "sessions --from yesterday",
                "sessions --unknown",
                "show",
                "explain a b",
                "compare a",
                "compare a b c d e f g h i j k",
                "export",
                "export a --status error --out x",
                "export --format xml --out x",
                "stats --from x"
            })
    void wrongCallsEndWithTwoAndPointToTheHelp(String call) {
        Said said = api.run(call.split(" "));

        assertThat(said.exitCode()).isEqualTo(2);
        assertThat(said.err()).contains("(see ./agentlens " + call.split(" ")[0] + " --help)");
        assertThat(api.requests()).isEmpty();
    }

    private static String page(String sessions, long total, String cursor) {
        return "{\"sessions\":[" + sessions + "],\"total\":" + total + ",\"next_cursor\":"
                + (cursor == null ? "null" : "\"" + cursor + "\"") + "}";
    }
}
