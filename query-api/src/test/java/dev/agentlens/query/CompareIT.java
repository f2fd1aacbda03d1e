/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** POST /sessions/compare. */
class CompareIT extends QueryITBase {

    @BeforeEach
    void twoSessions() {
        EVENTS.project(
                event("a", "1", "llm_call", "2026-02-14T10:30:00Z", """
                        ,"model":"gpt-4","tokens_in":100,"tokens_out":20,"duration_ms":100.1"""),
                event("a", "2", "tool_call", "2026-02-14T10:30:01Z", """
                        ,"tool_call":{"name":"search"},"duration_ms":0.2"""),
                event("a", "9", "session_end", "2026-02-14T10:30:02Z", """
                        ,"ended_at":"2026-02-14T10:30:02Z","status":"completed","total_tokens_in":1000"""),
                event("b", "1", "tool_error", "2026-02-14T10:30:00Z", """
                        ,"tool_call":{"tool_name":"calc"},"duration_ms":50"""));
    }

    @Test
    void comparisonHasTheDocumentedShape() {
        JsonNode answer = compare("{\"session_a\":\"a\",\"session_b\":\"b\"}").json();

        assertThat(answer.propertyNames())
                .containsExactly("compared_at", "session_a", "session_b", "deltas", "shared", "common");
        JsonNode a = answer.get("session_a");
        assertThat(a.get("tokens_in").asInt()).isEqualTo(1000);
        assertThat(a.get("total_processing_ms").toString()).isEqualTo("100.3");
        assertThat(a.get("avg_event_duration_ms").toString()).isEqualTo("50.15");
        assertThat(a.get("session_duration_ms").asInt()).isEqualTo(2000);
        assertThat(a.get("models").toString())
                .isEqualTo("{\"gpt-4\":{\"calls\":1,\"tokens_in\":100,\"tokens_out\":20}}");
        assertThat(a.get("tools").toString()).isEqualTo("{\"search\":{\"calls\":1,\"total_duration\":0.2}}");
        assertThat(answer.get("session_b").get("session_duration_ms").isNull()).isTrue();
        JsonNode deltas = answer.get("deltas");
        assertThat(deltas.get("total_tokens").toString()).isEqualTo("{\"absolute\":-1020,\"percent\":-100}");
        assertThat(deltas.get("error_count").toString()).isEqualTo("{\"absolute\":1,\"percent\":100}");
        assertThat(deltas.get("event_count").toString()).isEqualTo("{\"absolute\":-1,\"percent\":-50}");
        assertThat(answer.get("shared").get("tools").toString()).isEqualTo("[\"search\",\"calc\"]");
        assertThat(answer.get("common").get("tools")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                     | 400 | Both session_a and session_b are required
            {"session_a":"a"}                      | 400 | Both session_a and session_b are required
            {"session_a":"a","session_b":null}     | 400 | Both session_a and session_b are required
            {"session_a":"a","session_b":""}       | 400 | Both session_a and session_b are required
            {"session_a":7,"session_b":"b"}        | 400 | session_a must be a string, not a number
            {"session_a":"a","session_b":["b"]}    | 400 | session_b must be a string, not an array
            {"session_a":"a b","session_b":"b"}    | 400 | Invalid session ID format
            {"session_a":"a","session_b":"a"}      | 400 | Cannot compare a session with itself
            {"session_a":"no","session_b":"none"}  | 404 | Session no not found
            {"session_a":"a","session_b":"none"}   | 404 | Session none not found
            ["a","b"]                              | 400 | The body must be a JSON object
            {"session_a":                          | 400 | Malformed JSON
            """)
    void whatCannotBeComparedIsTold(String body, int status, String error) {
        compare(body).isError(status, error);
    }

    @Test
    void bodyThatIsTooLongIsRefused() {
        compare("{\"session_a\":\"" + "a".repeat(70_000) + "\"}").isError(413, "The body has more than 65536 bytes");
    }

    private QueryClient.Answer compare(String body) {
        return client.post("/sessions/compare", body);
    }
}
