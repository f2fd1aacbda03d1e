/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** POST /sessions/compare; {@code ComparisonTest} checks its figures. */
class CompareIT extends QueryITBase {

    @BeforeEach
    void sessions() {
        EVENTS.project(
                event(
                        "a",
                        "1",
                        "llm_call",
                        "2026-02-14T10:30:00Z",
                        ",\"tokens_in\":10,\"tokens_out\":4,\"model\":\"m\""),
                event(
                        "a",
                        "2",
                        "tool_error",
                        "2026-02-14T10:30:00.5Z",
                        ",\"duration_ms\":800,\"tool_call\":{\"tool_name\":\"half\\ud800\"}"),
                event(
                        "a",
                        "3",
                        "session_end",
                        "2026-02-14T10:30:01Z",
                        ",\"ended_at\":\"2026-02-14T10:30:01.000500Z\","
                                + "\"status\":\"completed\",\"total_tokens_in\":1200"),
                event("b", "1", "session_start", "2026-02-14T10:30:00Z", ",\"metadata\":{\"n\":1e400}"));
    }

    @Test
    void severalAreComparedWithTheFirst() {
        JsonNode comparison =
                client.post("/sessions/compare", "{\"sessions\":[\"b\",\"a\"]}").json();

        assertThat(comparison.propertyNames()).containsExactly("compared_at", "sessions", "deltas");
        assertThat(comparison.get("sessions")).hasSize(2);
        assertThat(comparison.at("/deltas/0/session_id").asString()).isEqualTo("a");
        assertThat(comparison.at("/deltas/0/total_tokens"))
                .isEqualTo(compare("b", "a").json().at("/deltas/total_tokens"));
        client.post("/sessions/compare", "{\"sessions\":[\"a\",\"nobody\"]}").isError(404, "Session nobody not found");
    }

    @Test
    void responseIsBAgainstA() {
        JsonNode response = compare("a", "b").json();

        assertThat(response.propertyNames())
                .containsExactly("compared_at", "session_a", "session_b", "deltas", "shared", "common");
        assertThat(response.get("session_a"))
                .hasToString("{\"session_id\":\"a\",\"agent_name\":\"default-agent\",\"status\":\"completed\","
                        + "\"started_at\":\"2026-02-14T10:30:00Z\",\"ended_at\":\"2026-02-14T10:30:01.000500Z\","
                        + "\"tokens_in\":1200,\"tokens_out\":4,\"total_tokens\":1204,\"event_count\":2,"
                        + "\"error_count\":1,\"total_processing_ms\":800,\"avg_event_duration_ms\":400,"
                        + "\"session_duration_ms\":1000.5,"
                        + "\"models\":{\"m\":{\"calls\":1,\"tokens_in\":10,\"tokens_out\":4}},"
                        + "\"event_types\":{\"llm_call\":1,\"tool_error\":1},"
                        + "\"tools\":{\"half\ufffd\":{\"calls\":1,\"total_duration\":800}},\"metadata\":{},"
                        + "\"cache_read_tokens\":0,\"cache_write_tokens\":0,\"reasoning_tokens\":0,"
                        + "\"cost_usd\":null,\"unpriced_tokens\":1204}");
        assertThat(response.get("session_b").get("session_duration_ms").isNull())
                .isTrue();
        assertThat(response.get("deltas").propertyNames())
                .containsExactly(
                        "total_tokens",
                        "tokens_in",
                        "tokens_out",
                        "event_count",
                        "error_count",
                        "total_processing_ms",
                        "avg_event_duration_ms");
        assertThat(response.get("deltas").get("total_tokens")).hasToString("{\"absolute\":-1204,\"percent\":-100}");
        assertThat(response.get("shared").get("event_types")).hasToString("[\"llm_call\",\"tool_error\"]");
        assertThat(response.get("common").get("event_types")).isEmpty();
        assertThat(compare("a", "b").body()).contains("\"metadata\":{\"n\":1e400}");
    }

    @Test
    void unknownSessionIsNamedTheFirstOneFirst() {
        compare("a", "nobody").isError(404, "Session nobody not found\"");
        compare("nobody", "b").isError(404, "Session nobody not found\"");
        compare("no-a", "no-b").isError(404, "Session no-a not found\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{} | Both session_a and session_b are required",
                "{\"session_a\":\"a\",\"session_b\":\"a\"} | Cannot compare a session with itself",
                "{\"session_a\":\"nobody\",\"session_b\":\"nobody\"} | Cannot compare a session with itself",
                "{\"session_a\":1,\"session_b\":\"b\"} | session_a must be a string, not a number",
                "{\"session_a\":\"a/b\",\"session_b\":\"b\"} | Invalid session ID format",
                "[] | The body must be a JSON object",
                "{ | Malformed JSON"
            })
    void requestThatCannotBeServedSaysWhy(String body, String error) {
        client.post("/sessions/compare", body).isError(400, error);
    }

    @Test
    void emptyAndOverlongBodiesAreRefused() {
        client.post("/sessions/compare", "").isError(400, "Malformed JSON: the text is empty");
        client.post("/sessions/compare", " ".repeat(64 * 1024 + 1)).isError(413, "The body has more than 65536 bytes");
    }

    private QueryClient.Response compare(String a, String b) {
        return client.post("/sessions/compare", "{\"session_a\":\"" + a + "\",\"session_b\":\"" + b + "\"}");
    }
}
