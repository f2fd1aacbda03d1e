/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.e2e.json.Json;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The examples are those of README.md, and the rules those of the API reference. */
class OracleTest {

    private static final List<String> README = List.of("""
            {"event_type": "session_start", "session_id": "abc123", "agent_name": "my-agent",
             "metadata": {"version": "1.0"}, "timestamp": "2026-02-14T10:30:00Z"}""", """
            {"event_type": "llm_call", "session_id": "abc123", "event_id": "evt001",
             "timestamp": "2026-02-14T10:30:01Z", "model": "gpt-4",
             "input_data": {"prompt": "Hello"}, "output_data": {"response": "Hi"},
             "tokens_in": 5, "tokens_out": 3, "duration_ms": 150.0,
             "decision_trace": {"reasoning": "Simple greeting"}}""", """
            {"event_type": "tool_call", "session_id": "abc123", "event_id": "evt002",
             "timestamp": "2026-02-14T10:30:02Z", "duration_ms": 12.5,
             "tool_call": {"tool_name": "web_search", "tool_input": {"query": "weather"}}}""", """
            {"event_type": "session_end", "session_id": "abc123",
             "ended_at": "2026-02-14T10:30:03Z", "status": "completed"}""");

    @Test
    void expectsTheAnalyticsOfTheReadme() {
        assertSame(fold(README).analytics().asRead(), """
                {"overview":{"total_sessions":1,"active_sessions":0,"completed_sessions":1,"error_sessions":0,"timeout_sessions":0,
                "error_rate":0,"total_events":2,"total_tokens":8,"total_tokens_in":5,"total_tokens_out":3,"avg_tokens_per_session":8,
                "earliest_session":"2026-02-14T10:30:00Z","latest_session":"2026-02-14T10:30:00Z"},
                "duration":{"avg_ms":3000,"min_ms":3000,"max_ms":3000},
                "top_agents":[{"agent_name":"my-agent","session_count":1,"total_tokens":8,"avg_tokens":8}],
                "model_usage":[{"model":"gpt-4","call_count":1,"total_tokens":8,"total_tokens_in":5,"total_tokens_out":3,
                "avg_duration_ms":150}],"event_types":[{"event_type":"llm_call","count":1},{"event_type":"tool_call","count":1}],
                "sessions_over_time":[{"day":"2026-02-14","session_count":1,"total_tokens":8}],
                "hourly_activity":[{"hour":10,"event_count":2}],"range":{"from":null,"to":null},
                "usage_over_time":[{"time":"2026-02-14T00:00:00Z","sessions":1,"calls":1,"tokens_in":5,"tokens_out":3,
                "cache_read_tokens":0,"cache_write_tokens":0,"reasoning_tokens":0,"errors":0,"cost_usd":0.00033,
                "unpriced_tokens":0}],"errors_by_type":[],
                "tools":[{"tool":"web_search","calls":1,"errors":0,"avg_duration_ms":12.5}],
                "cost":{"total_usd":0.00033,"unpriced_tokens":0,
                "by_model":[{"model":"gpt-4","cost_usd":0.00033,"unpriced_tokens":0}],
                "by_agent":[{"agent_name":"my-agent","cost_usd":0.00033,"unpriced_tokens":0}],
                "by_day":[{"date":"2026-02-14","cost_usd":0.00033,"unpriced_tokens":0}]}}""");
    }

    @Test
    void expectsTheSessionOfTheReadme() {
        assertSame(session(README), """
                {"session_id":"abc123","agent_name":"my-agent","started_at":"2026-02-14T10:30:00Z",
                "ended_at":"2026-02-14T10:30:03Z","metadata":{"version":"1.0"},"total_tokens_in":5,"total_tokens_out":3,
                "status":"completed","event_count":2,"error_count":0,"duration_ms":3000,"models":["gpt-4"],
                "tools":["web_search"],"conversation_id":null,"cache_read_tokens":0,"cache_write_tokens":0,
                "reasoning_tokens":0,"cost_usd":0.00033,"unpriced_tokens":0}""");
    }

    @Test
    void nothingIsExpectedOfAnEmptySystem() {
        JsonNode analytics = new Oracle().analytics().asRead();

        assertThat(analytics.get("overview").get("earliest_session").isNull()).isTrue();
        assertThat(analytics.get("overview").get("total_tokens").intValue()).isZero();
        assertThat(analytics.get("top_agents")).isEmpty();
    }

    @Test
    void theOrderOfEventsMakesNoDifference() {
        JsonNode expected = session(README);
        for (int seed = 0; seed < 10; seed++) {
            List<String> shuffled = new ArrayList<>(README);
            Collections.shuffle(shuffled, new Random(seed));
            assertThat(session(shuffled)).isEqualTo(expected);
        }
    }

    @Test
    void theEarliestStartAndTheLatestEndDecide() {
        JsonNode session = session(List.of(
                start("2026-02-14T12:00:00+02:00", "first"),
                start("2026-02-14T10:00:01Z", "second"),
                end("2026-02-14T10:05:00Z", "error", ""),
                end("2026-02-14T10:04:00Z", "timeout", "")));

        assertThat(session.get("agent_name").stringValue()).isEqualTo("first");
        assertThat(session.get("started_at").stringValue()).isEqualTo("2026-02-14T10:00:00Z");
        assertThat(session.get("status").stringValue()).isEqualTo("error");
    }

    @Test
    void aDeclaredTotalAboveZeroTakesThePlaceOfTheSum() {
        JsonNode session = session(List.of(
                step("2026-02-14T10:00:01Z", "\"tokens_in\":10,\"tokens_out\":20"),
                end("2026-02-14T10:05:00Z", "completed", ",\"total_tokens_in\":7,\"total_tokens_out\":0")));

        assertThat(session.get("total_tokens_in").intValue()).isEqualTo(7);
        assertThat(session.get("total_tokens_out").intValue()).isEqualTo(20);
    }

    @Test
    void withoutAStartTheEarliestEventNamesTheAgent() {
        assertThat(session(List.of(
                                step("2026-02-14T10:00:01Z", "\"agent_name\":\"early\""),
                                step("2026-02-14T10:00:02Z", "\"agent_name\":\"late\"")))
                        .get("agent_name")
                        .stringValue())
                .isEqualTo("early");
        assertThat(session(List.of(step("2026-02-14T10:00:01Z", "\"x\":1")))
                        .get("agent_name")
                        .stringValue())
                .isEqualTo("default-agent");
    }

    @Test
    void oddNumbersAreNormalised() {
        JsonNode read = ExpectedEvent.of(Json.parse(step(
                        "2026-02-14T10:00:00.000001",
                        "\"tokens_in\":1.9,\"tokens_out\":-5,\"duration_ms\":\"slow\",\"x\":[1.50]")))
                .asRead();

        assertSame(read, """
                {"session_id":"s","event_type":"llm_call","timestamp":"2026-02-14T10:00:00.000001Z","model":null,
                "input_data":{},"output_data":{},"tokens_in":1,"tokens_out":0,"tool_call":null,"decision_trace":null,
                "duration_ms":null,"cost_usd":null,"x":[1.5]}""");
    }

    private static Oracle fold(List<String> events) {
        Oracle oracle = new Oracle();
        events.forEach(event -> oracle.add(ExpectedEvent.of(Json.parse(event))));
        return oracle;
    }

    private static JsonNode session(List<String> events) {
        return fold(events).sessions().iterator().next().asRead();
    }

    private static String start(String timestamp, String agent) {
        return "{\"session_id\":\"s\",\"event_type\":\"session_start\",\"timestamp\":\"" + timestamp
                + "\",\"agent_name\":\"" + agent + "\"}";
    }

    private static String step(String timestamp, String more) {
        return "{\"session_id\":\"s\",\"event_type\":\"llm_call\",\"timestamp\":\"" + timestamp + "\"," + more + "}";
    }

    private static String end(String endedAt, String status, String more) {
        return "{\"session_id\":\"s\",\"event_type\":\"session_end\",\"ended_at\":\"" + endedAt + "\",\"status\":\""
                + status + "\"" + more + "}";
    }

    private static void assertSame(JsonNode found, String expected) {
        assertThat(Json.same(Json.parse(expected), found))
                .as("%s%nis not%n%s", found, expected)
                .isTrue();
    }
}
