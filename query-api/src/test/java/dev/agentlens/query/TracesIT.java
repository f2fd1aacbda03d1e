/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query;

import static dev.agentlens.query.QueryClient.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEventCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** GET /sessions/:id, /explain and /export. */
class TracesIT extends QueryITBase {

    private static final String T = "2026-02-14T10:30:00Z";

    @Test
    void traceIsInOrderOfTimeAndEqualTimesInThatOfTheLog() {
        EVENTS.project(
                step("s", "late", "2026-02-14T10:30:00.000002Z"),
                step("s", "b", "2026-02-14T10:30:00.000001Z"),
                step("s", "a", "2026-02-14T10:30:00.000001Z"),
                event("s", "start", "session_start", T, ""),
                step("s", "first", T));

        JsonNode session = client.get("/sessions/s").json();

        assertThat(texts(session.get("events"), "event_id")).containsExactly("first", "b", "a", "late");
        assertThat(session.get("total_events").asInt()).isEqualTo(4);
        assertThat(texts(session.get("events"), "timestamp"))
                .containsExactly(
                        T, "2026-02-14T10:30:00.000001Z", "2026-02-14T10:30:00.000001Z", "2026-02-14T10:30:00.000002Z");
    }

    @Test
    void absentFieldsHaveTheirDocumentedForms() {
        EVENTS.project(step("s", "e", T));

        assertThat(client.get("/sessions/s").body()).endsWith("""
                "events":[{"event_id":"e","session_id":"s","event_type":"generic","timestamp":"2026-02-14T10:30:00Z",\
                "model":null,"input_data":{},"output_data":{},"tokens_in":0,"tokens_out":0,"tool_call":null,\
                "decision_trace":null,"duration_ms":null}]}""");
    }

    @Test
    void whatCameIsGivenBackToTheLastByte() {
        String odd = ",\"input_data\":[123456789012345678901234567890,1.0e400,\"\\u0000\\ud800\",{\"b\":1,\"a\":2}]"
                + ",\"span_id\":\"x\",\"\\ud800\":{\"_type\":1},\"deep\":" + "[".repeat(499) + "]".repeat(499);
        EVENTS.project(event("s", "e", "span_start", T, odd + ",\"duration_ms\":0.25"));

        String body = client.get("/sessions/s").body();

        assertThat(body)
                .contains(
                        "\"input_data\":[123456789012345678901234567890,1.0e400,\"\\u0000\\ud800\",{\"b\":1,\"a\":2}]",
                        "\"duration_ms\":0.25",
                        "\"span_id\":\"x\"",
                        "{\"_type\":1}",
                        "\"deep\":" + "[".repeat(499) + "]".repeat(499));
        assertThat(body.toLowerCase(java.util.Locale.ROOT)).contains("\"\\ud800\":{");
        assertThat(client.get("/sessions/s/export").body()).contains("1.0e400", "\"span_id\":\"x\"");
    }

    @ParameterizedTest
    @CsvSource({
        "event_limit=3, e0 e1 e2",
        "event_limit=3&event_offset=1, e1 e2 e3",
        "event_offset=8, e8 e9",
        "event_limit=0&event_offset=9, e9",
        "event_limit=x&event_offset=8, e8 e9",
        "event_offset=99999999999999999999, ''",
        "event_limit=-5, e0"
    })
    void traceCanBePaged(String query, String expected) {
        for (int i = 0; i < 10; i++) {
            EVENTS.project(step("s", "e" + i, "2026-02-14T10:30:0" + i + "Z"));
        }

        JsonNode page = client.get("/sessions/s?" + query).json();

        assertThat(String.join(" ", texts(page.get("events"), "event_id"))).isEqualTo(expected);
        assertThat(page.get("total_events").asInt()).isEqualTo(10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/explain", "/export", "/export?format=csv", "/export?format=ndjson"})
    void illegalAndUnknownSessionsAreTold(String view) {
        client.get("/sessions/a%20b" + view).isError(400, "Invalid session ID format");
        client.get("/sessions/" + "a".repeat(129) + view).isError(400, "Invalid session ID format");
        client.get("/sessions/nobody" + view).isError(404, "Session not found");
    }

    @Test
    void exportFormatsAreKnownInAnyCaseAndOthersRefused() {
        EVENTS.project(event("abc123456789", "start", "session_start", T, ",\"agent_name\":\"my agent/../x\""));

        assertThat(client.get("/sessions/abc123456789/export?format=Csv").header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"agentlens-my_agent_x-abc12345.csv\"");
        assertThat(client.get("/sessions/abc123456789/export?format=NDJSON").header("Content-Type"))
                .isEqualTo("application/x-ndjson");
        client.get("/sessions/abc123456789/export?format=xml")
                .isError(400, "Invalid export format: expected json, csv");
    }

    @Test
    void longSessionComesWholeAndIsExplainedShortened() {
        List<AgentEvent> events = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            String json = event("long", "e" + i, i % 2 == 0 ? "llm_call" : "tool_call", T, ",\"pad\":\"%s\"");
            events.add(
                    AgentEventCodec.decode(json.replace("%s", "x".repeat(2_000)).getBytes(StandardCharsets.UTF_8)));
        }
        EVENTS.project(events);

        assertThat(read(client.open("/sessions/long"), "\"event_id\"")).isEqualTo(5_000);
        assertThat(read(client.open("/sessions/long/export"), "\"event_id\"")).isEqualTo(5_000);
        String explanation =
                client.get("/sessions/long/explain").json().get("explanation").asString();
        assertThat(explanation)
                .contains("**Step 500:**", "4000 steps left out", "**Step 4501:**", "**Step 5000:**")
                .doesNotContain("**Step 501:**", "**Step 4500:**")
                .contains("2500 LLM call(s), 2500 tool call(s), 0 error(s)");
        assertThat(client.get("/sessions/long/explain")
                        .json()
                        .get("explanation")
                        .asString())
                .isEqualTo(explanation);
    }

    @Test
    void eventsOfManyMegabytesComeOneAfterTheOther() {
        for (int i = 0; i < 12; i++) {
            EVENTS.project(event("big", "e" + i, "x", T, ",\"input_data\":\"" + "y".repeat(4_000_000) + "\""));
        }

        assertThat(read(client.open("/sessions/big/export?format=ndjson"), "\"event_id\""))
                .isEqualTo(12);
    }
}
