/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.query.QueryClient.Response;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** GET /sessions/:id/export. */
class ExportIT extends QueryITBase {

    @BeforeEach
    void session() {
        EVENTS.project(
                event(
                        "abc123456",
                        "1",
                        "session_start",
                        "2026-02-14T10:30:00Z",
                        ",\"agent_name\":\"my \\\"agent\\\"\""),
                event("abc123456", "2", "llm_call", "2026-02-14T10:30:02Z", ",\"model\":\"gpt-4\",\"tokens_in\":50"),
                event("abc123456", "3", "tool_call", "2026-02-14T10:30:01Z", ",\"duration_ms\":0.1,\"span_id\":\"x\""));
    }

    @ParameterizedTest
    @CsvSource({
        "'', application/json, json",
        "?format=, application/json, json",
        "?format=JSON, application/json, json",
        "?format=csv, text/csv;charset=UTF-8, csv",
        "?format=CsV, text/csv;charset=UTF-8, csv",
        "?format=ndJSON, application/x-ndjson, ndjson"
    })
    void formatOfAnyCaseIsAFile(String query, String contentType, String extension) {
        Response response = client.get("/sessions/abc123456/export" + query);

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Content-Type")).isEqualTo(contentType);
        assertThat(response.header("Content-Disposition"))
                .isEqualTo("attachment; filename=\"agentlens-my_agent_-abc12345." + extension + "\"");
        assertThat(response.header("Cache-Control")).isEqualTo("no-store");
    }

    @ParameterizedTest
    @ValueSource(strings = {"xml", "json%20", "json,csv", "%00"})
    void otherFormatIsRefusedWithTheValidOnes(String format) {
        client.get("/sessions/abc123456/export?format=" + format).isError(400, "Invalid export format '");
        client.get("/sessions/abc123456/export?format=xml")
                .isError(400, "Invalid export format 'xml': expected json, csv or ndjson");
    }

    @Test
    void jsonHoldsSessionEventsAndSummary() {
        JsonNode export = client.get("/sessions/abc123456/export").json();

        assertThat(export.propertyNames()).containsExactly("exported_at", "session", "events", "summary");
        assertThat(Duration.between(Instant.parse(export.get("exported_at").asString()), Instant.now()))
                .isBetween(Duration.ZERO, Duration.ofMinutes(5));
        assertThat(export.get("session").get("agent_name").asString()).isEqualTo("my \"agent\"");
        assertThat(export.get("events")).hasSize(2);
        assertThat(export.get("events").get(0).get("span_id").asString()).isEqualTo("x");
        assertThat(export.get("summary"))
                .hasToString("{\"total_events\":2,\"total_tokens\":50,\"models_used\":[\"gpt-4\"],"
                        + "\"event_types\":[\"tool_call\",\"llm_call\"],\"total_duration_ms\":0.1}");
    }

    @Test
    void csvHasARowForEachEvent() {
        assertThat(client.get("/sessions/abc123456/export?format=csv").body()).isEqualTo("""
                event_id,event_type,timestamp,model,tokens_in,tokens_out,duration_ms,input_data,output_data,tool_name,\
                tool_input,tool_output,reasoning,cache_read_tokens,cache_write_tokens,reasoning_tokens,cost_usd
                3,tool_call,2026-02-14T10:30:01Z,,0,0,0.1,{},{},,,,,0,0,0,
                2,llm_call,2026-02-14T10:30:02Z,gpt-4,50,0,,{},{},,,,,0,0,0,0.0015
                """);
    }

    @Test
    void byteOrderMarkIsSentOnRequest() {
        String plain = client.get("/sessions/abc123456/export?format=csv").body();

        assertThat(client.get("/sessions/abc123456/export?format=csv&bom=true").body())
                .isEqualTo("\ufeff" + plain);
        assertThat(client.get("/sessions/abc123456/export?format=csv&bom=false").body())
                .isEqualTo(plain);
        client.get("/sessions/abc123456/export?format=csv&bom=1")
                .isError(400, "Invalid bom '1': expected true or false");
    }

    @Test
    void ndjsonIsOneLineForAnEventByUnicodesRulesToo() {
        EVENTS.project(event(
                "separators", "1", "llm_call", "2026-02-14T10:30:02Z", ",\"input_data\":\"a\u2028b\u2029c\u0085d\""));

        assertThat(client.get("/sessions/separators/export?format=ndjson").body())
                .contains("\"a\\u2028b\\u2029c\\u0085d\"");
        assertThat(client.get("/sessions/separators/export").body()).contains("\"a\u2028b\u2029c\u0085d\"");
    }

    @Test
    void ndjsonHasALineForTheSessionAndEachEvent() {
        assertThat(client.get("/sessions/abc123456/export?format=ndjson").body().split("\n", -1))
                .hasSize(4)
                .satisfies(
                        lines -> assertThat(lines[0]).startsWith("{\"_type\":\"session\",\"session_id\":\"abc123456\""),
                        lines -> assertThat(lines[1]).startsWith("{\"_type\":\"event\",\"event_id\":\"3\""),
                        lines -> assertThat(lines[2]).startsWith("{\"_type\":\"event\",\"event_id\":\"2\""),
                        lines -> assertThat(lines[3]).isEmpty());
    }

    @Test
    void sessionsThatAreNamedAreLinesAsEachAloneIs() {
        EVENTS.project(
                event(
                        "other",
                        "1",
                        "llm_call",
                        "2026-02-14T10:30:00Z",
                        ",\"input_data\":\"" + "x".repeat(200_000) + "\""),
                event("other", "2", "llm_call", "2026-02-14T10:30:01Z", ",\"input_data\":\"a\u2028b\""));

        Response response = client.post("/sessions/export", "{\"sessions\":[\"other\",\"nobody\",\"abc123456\"]}");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.header("Content-Type")).isEqualTo("application/x-ndjson");
        assertThat(response.header("Cache-Control")).isEqualTo("no-store");
        assertThat(response.body())
                .isEqualTo(client.get("/sessions/other/export?format=ndjson").body()
                        + client.get("/sessions/abc123456/export?format=ndjson").body());
    }

    @Test
    void hundredsOfSessionsAreOneResponse() {
        StringBuilder ids = new StringBuilder();
        for (int i = 0; i < 200; i++) {
            EVENTS.project(event("n" + i, "1", "llm_call", "2026-02-14T10:30:00Z", ""));
            ids.append(i == 0 ? "" : ",").append("\"n").append(i).append('"');
        }

        Response response = client.post("/sessions/export", "{\"sessions\":[" + ids + "]}");

        assertThat(response.body().lines()).hasSize(400);
        client.post("/sessions/export", "{\"sessions\":[" + ids + ",\"a\"]}")
                .isError(400, "sessions must have 1 to 200 session ids, not 201");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "''; Malformed JSON: the text is empty",
                "[]; The body must be a JSON object with sessions, not an array",
                "{}; sessions must be an array of session ids, not null",
                "{\"sessions\":\"a\"}; sessions must be an array of session ids, not a string",
                "{\"sessions\":[]}; sessions must have 1 to 200 session ids, not 0",
                "{\"sessions\":[\"a\",7]}; sessions[1] must be a string, not a number",
                "{\"sessions\":[\"a b\"]}; Invalid session ID format 'a b'",
            })
    void wrongListsOfSessionsAreRefused(String body, String error) {
        client.post("/sessions/export", body).isError(400, error);
    }
}
