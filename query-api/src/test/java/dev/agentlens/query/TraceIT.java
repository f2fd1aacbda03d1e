/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query;

import static dev.agentlens.query.QueryClient.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvents;
import dev.agentlens.common.event.SessionStatus;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** GET /sessions/:id. */
class TraceIT extends QueryITBase {

    private static final int LONG_TRACE = 20_000;

    @Test
    void absentFieldsReadAsTheirDefaults() {
        EVENTS.project(event("s", "e", "generic", "2026-02-14T10:30:05Z", ""));

        assertThat(client.get("/sessions/s").body())
                .endsWith(",\"total_events\":1,\"events\":[{\"event_id\":\"e\",\"session_id\":\"s\","
                        + "\"event_type\":\"generic\",\"timestamp\":\"2026-02-14T10:30:05Z\",\"model\":null,"
                        + "\"input_data\":{},\"output_data\":{},\"tokens_in\":0,\"tokens_out\":0,\"tool_call\":null,"
                        + "\"decision_trace\":null,\"duration_ms\":null}]}");
    }

    @Test
    void everyFieldComesBackExactlyAsItCame() {
        String deep = "[".repeat(500) + "]".repeat(500);
        String known =
                "\"model\":\"gpt-4\",\"input_data\":{\"b\":1.50,\"a\":1e400,\"a\":2},\"output_data\":\"\\u0000\\ud800\","
                        + "\"tokens_in\":9007199254740992,\"tokens_out\":1,\"tool_call\":[12345678901234567890123456789],"
                        + "\"decision_trace\":" + deep + ",\"duration_ms\":0.123456789012345678";
        String unknown = "\"span_id\":\"x\",\"Span_id\":null,\"span_id \":\"\\u202e<b>\",\"\":[],\"\\u0000\":0,"
                + "\"\\ud800\":-0.0,\"\\udc00\":{\"\\ud83d\":\"\\udca1\"},\"events\":" + deep + ",\"total\":false";
        EVENTS.project(event("s", "💡\\\"", "llm_call", "2026-02-14T10:30:05Z", "," + known + "," + unknown));

        assertThat(client.get("/sessions/s").body())
                .endsWith("[{\"event_id\":\"💡\\\"\",\"session_id\":\"s\",\"event_type\":\"llm_call\","
                        + "\"timestamp\":\"2026-02-14T10:30:05Z\"," + known.replace(",\"tokens_in\"", ",\"tokens_in\"")
                        + ",\"cost_usd\":270215977642.22982," + unknown + "}]}");
    }

    @Test
    void traceIsInOrderOfInstantsAndEqualOnesInOrderOfTheLog() {
        EVENTS.project(
                step("s", "z-tie", "2026-02-14T10:30:00.123456Z"),
                step("s", "a-tie", "2026-02-14T12:30:00.123456+02:00"),
                step("s", "micro-later", "2026-02-14T10:30:00.123457Z"),
                step("s", "micro-earlier", "2026-02-14T11:30:00.123455+01:00"),
                step("s", "whole", "2026-02-14T10:30:00Z"),
                step("s", "last", "9999-12-31T23:59:59.999999Z"),
                step("s", "julian", "1500-02-28T12:00:00Z"),
                step("s", "first", "0001-01-01T00:00:00Z"),
                step("s", "m-tie", "2026-02-14T10:30:00.123456Z"));

        JsonNode events = client.get("/sessions/s").json().get("events");

        assertThat(texts(events, "event_id"))
                .containsExactly(
                        "first", "julian", "whole", "micro-earlier", "z-tie", "a-tie", "m-tie", "micro-later", "last");
        assertThat(texts(events, "timestamp"))
                .startsWith("0001-01-01T00:00:00Z", "1500-02-28T12:00:00Z", "2026-02-14T10:30:00Z")
                .endsWith("2026-02-14T10:30:00.123457Z", "9999-12-31T23:59:59.999999Z");
    }

    @Test
    void startAndEndAreInNoTrace() {
        EVENTS.project(List.of(
                AgentEvents.started("s", "start", AgentEvents.T0, "a"),
                AgentEvents.ended("s", "end", AgentEvents.T0, SessionStatus.COMPLETED, 0)));

        JsonNode session = client.get("/sessions/s").json();
        assertThat(session.get("total_events").asInt()).isZero();
        assertThat(session.get("events")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'', 0, 1200",
        "event_limit=0, 0, 1200",
        "event_limit=x&event_offset=x, 0, 1200",
        "event_limit=1, 0, 1",
        "event_limit=-1, 0, 1",
        "event_limit=500, 0, 500",
        "event_limit=501, 0, 501",
        "event_limit=99999999999999999999, 0, 1200",
        "event_offset=1, 1, 1199",
        "event_offset=-1, 0, 1200",
        "event_limit=700&event_offset=499, 499, 700",
        "event_limit=700&event_offset=1199, 1199, 1",
        "event_offset=1200, 0, 0",
        "event_offset=99999999999999999999, 0, 0"
    })
    void traceIsPagedByEventLimitAndOffset(String query, int first, int size) {
        List<AgentEvent> events = new ArrayList<>();
        for (int i = 0; i < 1_200; i++) {
            // Runs of seven have one time.
            events.add(AgentEvents.step("s", "e" + i, AgentEvents.T0.plusSeconds(i / 7), "generic", 1, 1));
        }
        EVENTS.project(events);
        List<String> expected = new ArrayList<>();
        for (int i = first; i < first + size; i++) {
            expected.add("e" + i);
        }

        JsonNode session = client.get("/sessions/s?" + query).json();

        assertThat(session.get("total_events").asInt()).isEqualTo(1_200);
        assertThat(texts(session.get("events"), "event_id")).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void pagesTogetherAreTheCompleteTrace(long seed) {
        Random random = new Random(seed);
        List<AgentEvent> events = new ArrayList<>();
        for (int i = 0; i < 700; i++) {
            events.add(AgentEvents.step("s", "e" + i, AgentEvents.T0.plusNanos(random.nextInt(9) * 1000L), "t", 0, 0));
        }
        Collections.shuffle(events, random);
        EVENTS.project(events);
        List<String> complete = texts(client.get("/sessions/s").json().get("events"), "event_id");
        List<String> paged = new ArrayList<>();
        while (paged.size() < 700) {
            String page = "?event_limit=" + (1 + random.nextInt(200)) + "&event_offset=" + paged.size();
            paged.addAll(texts(client.get("/sessions/s" + page).json().get("events"), "event_id"));
        }

        assertThat(complete).hasSize(700);
        assertThat(paged).isEqualTo(complete);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/explain", "/export", "/export?format=csv", "/events", "/conversation"})
    void unknownIdDiffersFromIllegalId(String route) {
        client.get("/sessions/nobody" + route).isError(404, "Session not found\"");
        client.get("/sessions/compare" + route).isError(404, "Session not found\"");
        for (String illegal : List.of("a%20b", "a%2Fb", "%C3%A9", "%00", "x".repeat(129), "a%0D%0Ab", "'--")) {
            client.get("/sessions/" + illegal + route).isError(400, "Invalid session ID format");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"unknown", "a-b_c.d:e", "A", "0"})
    void everyLegalIdIsFound(String id) {
        EVENTS.project(step(id, "e", "2026-02-14T10:30:00Z"));

        assertThat(client.get("/sessions/" + id).json().get("session_id").asString())
                .isEqualTo(id);
    }

    @Test
    void longTraceIsStreamedCompletely() {
        projectLongTrace();

        assertThat(read(client.open("/sessions/s"), "\"event_id\"")).isEqualTo(LONG_TRACE);
        assertThat(read(client.open("/sessions/s/export"), "\"event_id\"")).isEqualTo(LONG_TRACE);
        assertThat(read(client.open("/sessions/s/export?format=ndjson"), "\"event_id\""))
                .isEqualTo(LONG_TRACE);
        assertThat(read(client.open("/sessions/s/export?format=csv"), "\n")).isEqualTo(LONG_TRACE);
    }

    @Test
    void eventsOfManyMegabytesComeOneAfterTheOther() {
        for (int i = 0; i < 12; i++) {
            EVENTS.project(event(
                    "big", "e" + i, "x", "2026-02-14T10:30:00Z", ",\"input_data\":\"" + "y".repeat(4_000_000) + "\""));
        }

        assertThat(read(client.open("/sessions/big/export?format=ndjson"), "\"event_id\""))
                .isEqualTo(12);
    }

    @Test
    void brokenResponseDoesNotEndAsIfComplete() throws Exception {
        projectLongTrace();

        // Far more than the sockets hold, so the rest of it is still to be read from the table.
        try (InputStream response = client.open("/sessions/s")) {
            assertThat(response.readNBytes(100_000)).hasSize(100_000);
            EVENTS.execute("alter table events rename to events_away");
            try {
                assertThatThrownBy(() -> read(response, "\"event_id\"")).hasMessageContaining("closed");
            } finally {
                EVENTS.execute("alter table events_away rename to events");
            }
        }
    }

    private static void projectLongTrace() {
        String filler = ",\"input_data\":{\"prompt\":\"" + "x".repeat(2_000) + "\"}";
        String[] events = new String[LONG_TRACE];
        for (int i = 0; i < LONG_TRACE; i++) {
            events[i] = event("s", "e" + i, "llm_call", "2026-02-14T10:30:00Z", filler);
        }
        EVENTS.project(events);
    }
}
