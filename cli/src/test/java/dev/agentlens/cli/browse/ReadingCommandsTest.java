/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.browse;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.cli.api.StubApi;
import dev.agentlens.cli.api.StubApi.Said;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** show, explain, compare and stats, on responses of the API. */
class ReadingCommandsTest {

    private static final String SESSION = """
            {"session_id":"s","agent_name":"my-agent","started_at":"2026-02-14T10:30:00Z","ended_at":"2026-02-14T10:30:03Z",\
            "metadata":{"version":"1.0"},"total_tokens_in":1200,"total_tokens_out":3,"status":"completed","total_events":2,\
            "events":[%s],"next_event_cursor":%s}""";
    private static final String CALL = """
            {"event_id":"e1","session_id":"s","event_type":"llm_call","timestamp":"2026-02-14T10:30:01.25Z","model":"gpt-4o",\
            "input_data":{"prompt":"Hello"},"output_data":{"response":"Hi"},"tokens_in":1200,"tokens_out":3,"tool_call":null,\
            "decision_trace":null,"duration_ms":150.25,"cost_usd":0.00303}""";
    private static final String ERROR = """
            {"event_id":"e2","session_id":"s","event_type":"tool_error","timestamp":"2026-02-14T10:29:59Z","model":null,\
            "input_data":{},"output_data":{},"tokens_in":0,"tokens_out":0,"tool_call":{"tool_name":"search","tool_input":"x"},\
            "decision_trace":null,"duration_ms":null}""";

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
    void sessionIsShownWithAllItsEvents() {
        api.on("GET /sessions/s?event_limit=500", SESSION.formatted(CALL, "\"next\""))
                .on("GET /sessions/s?event_limit=500&event_cursor=next", SESSION.formatted(ERROR, "null"));

        Said said = api.run("show", "s");

        assertThat(said.err()).isEmpty();
        assertThat(said.out()).isEqualTo("""
                session   s
                agent     my-agent
                status    completed
                started   2026-02-14 10:30:00 UTC
                ended     2026-02-14 10:30:03 UTC
                tokens    1,200 in, 3 out
                events    2
                metadata  {"version":"1.0"}

                AFTER  TYPE      MODEL      IN  OUT  DURATION     COST  WHAT
                +1.2s  llm_call  gpt-4o  1,200    3   150.3ms  $0.0030  Hello → Hi
                -1.0s  tool_error  -           -    -         -        -  search x
                """);
    }

    @Test
    void sessionForPipesIsALineAndALineForEachEvent() {
        api.on("GET /sessions/s?event_limit=500", SESSION.formatted(CALL + "," + ERROR, "null"));

        assertThat(api.run("show", "s", "--json").out().lines())
                .hasSize(3)
                .endsWith(CALL, ERROR)
                .first()
                .asString()
                .startsWith("{\"session_id\":\"s\"")
                .endsWith("\"total_events\":2}");
    }

    @Test
    void sessionThatIsNotThereIsOneLineOnStandardError() {
        api.on("GET /sessions/a%2Fb?event_limit=500", 404, "{\"error\":\"Session not found\"}");

        Said said = api.run("show", "a/b");

        assertThat(said.exitCode()).isEqualTo(1);
        assertThat(said.out()).isEmpty();
        assertThat(said.err()).hasLineCount(1).contains("Session not found", "./agentlens sessions");
    }

    @Test
    void explanationIsItsMarkdown() {
        api.on(
                "GET /sessions/s/explain",
                "{\"session_id\":\"s\",\"explanation\":\"## Agent\\n\\n**Step 1:** a \\u001b b\\n\"}");

        assertThat(api.run("explain", "s").out()).isEqualTo("## Agent\n\n**Step 1:** a \\u001b b\n");
        assertThat(api.run("explain", "s", "--json").out())
                .startsWith("{\"session_id\":\"s\",")
                .endsWith("}\n");
    }

    @Test
    void explanationOnATerminalHasNoMarks() {
        assertThat(ExplainCommand.coloured("## Agent \\_x\\_\n\n**Step 1:** did \\*that\\* **now**\n"))
                .isEqualTo(
                        "\u001b[1mAgent _x_\u001b[0m\n\n\u001b[1mStep 1:\u001b[0m did *that* \u001b[1mnow\u001b[0m\n");
    }

    @Test
    void twoSessionsAreComparedInTheReferencesForm() {
        api.on("POST /sessions/compare", """
                {"session_a":{"session_id":"a","agent_name":"x","status":"completed","total_tokens":100,"error_count":0,\
                "session_duration_ms":1500,"tools":{"search":{"calls":1}}},\
                "session_b":{"session_id":"b","agent_name":"y","status":"error","total_tokens":150,"error_count":1,\
                "session_duration_ms":null,"tools":{}},\
                "deltas":{"total_tokens":{"absolute":50,"percent":50},"error_count":{"absolute":1,"percent":100}}}""");

        Said said = api.run("compare", "a", "b");

        assertThat(api.bodies()).containsExactly("{\"session_a\":\"a\",\"session_b\":\"b\"}");
        assertThat(said.out().lines().map(String::stripTrailing))
                .containsExactly(
                        "                  a            b",
                        "agent             x            y",
                        "status    completed        error",
                        "duration       1.5s            -",
                        "errors            0   1 (+100 %)",
                        "tokens          100  150 (+50 %)",
                        "tools        search            -");
    }

    @Test
    void manySessionsAreComparedWithTheFirst() {
        api.on("POST /sessions/compare", """
                {"sessions":[{"session_id":"a","total_tokens":100},{"session_id":"b","total_tokens":50},\
                {"session_id":"c","total_tokens":100}],\
                "deltas":[{"session_id":"b","total_tokens":{"absolute":-50,"percent":-50}},\
                {"session_id":"c","total_tokens":{"absolute":0,"percent":0}}]}""");

        Said said = api.run("compare", "a", "b", "c");

        assertThat(api.bodies()).containsExactly("{\"sessions\":[\"a\",\"b\",\"c\"]}");
        assertThat(said.out()).contains("tokens  100  50 (-50 %)  100 (=)");
    }

    @Test
    void totalsStandInSectionsOfWhatTheApiHas() {
        api.on("GET /analytics?from=2026-02-14T00%3A00%3A00Z&agent=x&interval=hour", """
                {"overview":{"total_sessions":3,"active_sessions":1,"completed_sessions":1,"error_sessions":1,\
                "timeout_sessions":0,"error_rate":33.33,"total_events":1234,"total_tokens":8,"total_tokens_in":5,\
                "total_tokens_out":3},"duration":{"avg_ms":3000,"min_ms":10,"max_ms":7200000},"top_agents":[],\
                "model_usage":[{"model":"gpt-4o","call_count":1,"total_tokens":8,"total_tokens_in":5,"total_tokens_out":3,\
                "avg_duration_ms":150}],"event_types":[],"sessions_over_time":[{"day":"2026-02-14","session_count":3,\
                "total_tokens":8}],"latency":{"by_model":[{"model":"gpt-4o","calls":1,"p50_ms":1,"p95_ms":2.5,"p99_ms":3000}],\
                "by_tool":[]},"cost":{"total_usd":1234.5,"unpriced_tokens":7},\
                "usage_over_time":[{"time":"2026-02-14T10:00:00Z","sessions":3,"calls":1,"tokens_in":5,"tokens_out":3,\
                "errors":1,"cost_usd":null}]}""");

        Said said = api.run("stats", "--from", "2026-02-14", "--agent", "x", "--interval", "hour");

        assertThat(said.out()).isEqualTo("""
                sessions    3 (1 active, 1 completed, 1 error, 0 timeout)
                error rate  33.33 %
                events      1,234
                tokens      8 (5 in, 3 out)
                cost        $1,234.50+
                duration    3.0s on average, 10ms to 2h 0m

                Models
                MODEL   CALLS  IN  OUT  AVERAGE
                gpt-4o      1   5    3    150ms

                Latency by model
                MODEL   CALLS  P50    P95   P99
                gpt-4o      1  1ms  2.5ms  3.0s

                Over time
                FROM (UTC)           SESSIONS  CALLS  IN  OUT  ERRORS  COST
                2026-02-14 10:00:00         3      1   5    3       1     -
                """);
    }
}
