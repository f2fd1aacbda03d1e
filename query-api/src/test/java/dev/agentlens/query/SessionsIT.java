/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query;

import static dev.agentlens.query.QueryClient.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvents;
import dev.agentlens.common.event.SessionStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** GET /sessions. */
class SessionsIT extends QueryITBase {

    @Test
    void emptySystemHasNoSessions() {
        assertThat(client.get("/sessions").body()).isEqualTo("{\"sessions\":[],\"total\":0}");
    }

    @Test
    void sessionHasTheDocumentedFields() {
        EVENTS.project(
                event(
                        "abc123",
                        "a",
                        "session_start",
                        "2026-02-14T10:30:00Z",
                        ",\"agent_name\":\"research-agent\",\"metadata\":{\"version\":\"2.0\", \"n\":1e400}"),
                event("abc123", "b", "llm_call", "2026-02-14T10:30:05Z", ",\"tokens_in\":9,\"tokens_out\":9"),
                event(
                        "abc123",
                        "c",
                        "session_end",
                        "2026-02-14T10:31:00Z",
                        ",\"ended_at\":\"2026-02-14T10:31:00.000001Z\",\"status\":\"completed\","
                                + "\"total_tokens_in\":1200,\"total_tokens_out\":350"));

        assertThat(client.get("/sessions").body())
                .isEqualTo("{\"sessions\":[{\"session_id\":\"abc123\",\"agent_name\":\"research-agent\","
                        + "\"started_at\":\"2026-02-14T10:30:00Z\",\"ended_at\":\"2026-02-14T10:31:00.000001Z\","
                        + "\"metadata\":{\"version\":\"2.0\",\"n\":1e400},\"total_tokens_in\":1200,"
                        + "\"total_tokens_out\":350,\"status\":\"completed\",\"event_count\":1,\"error_count\":0,"
                        + "\"duration_ms\":60000.001,\"title\":null,\"first_error\":null,\"models\":[],\"tools\":[],"
                        + "\"conversation_id\":null,\"cache_read_tokens\":0,\"cache_write_tokens\":0,"
                        + "\"reasoning_tokens\":0,\"cost_usd\":null,\"unpriced_tokens\":1550}],\"total\":1}");
    }

    @Test
    void sessionWithoutAStartHasTheDefaults() {
        EVENTS.project(step("s", "e", "0001-01-01T00:00:00Z"));

        assertThat(client.get("/sessions").body())
                .contains("\"agent_name\":\"default-agent\",\"started_at\":\"0001-01-01T00:00:00Z\",\"ended_at\":null,"
                        + "\"metadata\":{},\"total_tokens_in\":0,\"total_tokens_out\":0,\"status\":\"active\"");
    }

    @Test
    void newestComesFirstAndEqualTimesBySessionId() {
        EVENTS.project(
                step("b", "1", "2026-02-14T10:30:00Z"),
                step("B", "1", "2026-02-14T10:30:00Z"),
                step("a", "1", "2026-02-14T10:30:00Z"),
                step("newer", "1", "2026-02-14T10:30:00.000001Z"),
                // Later as text, earlier as an instant.
                step("older", "1", "2026-02-14T11:30:00+02:00"));

        assertThat(texts(client.get("/sessions").json().get("sessions"), "session_id"))
                .containsExactly("newer", "B", "a", "b", "older");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 50, 249",
        "limit=0, 50, 249",
        "limit=x, 50, 249",
        "limit=, 50, 249",
        "limit=1, 1, 249",
        "limit=-3, 1, 249",
        "limit=200, 200, 249",
        "limit=201, 200, 249",
        "limit=99999999999999999999, 200, 249",
        "offset=240, 10, 9",
        "offset=-1, 50, 249",
        "offset=x, 50, 249",
        "offset=250, 0, ",
        "offset=99999999999999999999, 0, ",
        "limit=2&offset=247, 2, 2"
    })
    void pageHasTheRequestedNumberAndTheTotal(String query, int size, String first) {
        List<AgentEvent> events = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            events.add(AgentEvents.started("s" + i, "start", AgentEvents.T0.plusSeconds(i), "agent"));
        }
        EVENTS.project(events);

        JsonNode page = client.get("/sessions?" + query).json();

        assertThat(page.get("total").asInt()).isEqualTo(250);
        assertThat(page.get("sessions")).hasSize(size);
        if (first != null) {
            assertThat(page.get("sessions").get(0).get("session_id").asString()).isEqualTo("s" + first);
        }
    }

    @Test
    void statusFiltersPageAndTotal() {
        EVENTS.project(List.of(
                AgentEvents.started("running", "1", AgentEvents.T0, "a"),
                AgentEvents.ended("done", "1", AgentEvents.T0, SessionStatus.COMPLETED, 0),
                AgentEvents.ended("done2", "1", AgentEvents.T0, SessionStatus.COMPLETED, 0),
                AgentEvents.ended("failed", "1", AgentEvents.T0, SessionStatus.ERROR, 0),
                AgentEvents.ended("late", "1", AgentEvents.T0, SessionStatus.TIMEOUT, 0)));

        assertThat(ids("active", 1)).containsExactly("running");
        assertThat(ids("completed", 2)).containsExactly("done", "done2");
        assertThat(ids("error", 1)).containsExactly("failed");
        assertThat(ids("timeout", 1)).containsExactly("late");
        assertThat(ids("", 5)).hasSize(5);
        assertThat(client.get("/sessions?status=completed&limit=1")
                        .json()
                        .get("total")
                        .asInt())
                .isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"running", "ACTIVE", "%20active", "active,error", "%00", "'"})
    void otherStatusIsRefused(String status) {
        client.get("/sessions?status=" + status).isError(400, "Invalid status filter");
    }

    @Test
    void listOfManyMegabytesIsComplete() {
        String metadata = ",\"metadata\":\"" + "x".repeat(4 * 1024 * 1024) + "\"";
        for (int i = 0; i < 30; i++) {
            EVENTS.project(event("s" + i, "e", "session_start", "2026-02-14T10:30:00Z", metadata));
        }

        assertThat(QueryITBase.read(client.open("/sessions?limit=30"), "\"session_id\""))
                .isEqualTo(30);
    }

    private List<String> ids(String status, int total) {
        JsonNode page = client.get("/sessions?status=" + status).json();
        assertThat(page.get("total").asInt()).isEqualTo(total);
        return texts(page.get("sessions"), "session_id");
    }
}
