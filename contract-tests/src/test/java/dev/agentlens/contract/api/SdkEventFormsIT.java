/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What SDKs in the field send, from the batch to what is read of it: nothing is changed in silence. */
class SdkEventFormsIT extends RunningStandalone {

    private final String session = Api.newSession("odd");

    @Test
    void timesOfAllFormsAreInOrder() {
        JsonNode response = post("""
            {"event_id":"t0","timestamp":"2016-12-31T23:59:60Z"},
            {"event_id":"t1","timestamp":"2026-02-14T24:00:00Z"},
            {"event_id":"t2","timestamp":"2026-W07-6T10:30:00Z"},
            {"event_id":"t3","timestamp":"2026-045T10:30:01Z"},
            {"event_id":"t4","timestamp":"2026-02-14T11:30:02+01:00[Europe/Berlin]"},
            {"event_id":"t5","timestamp":1771065003123456},
            {"event_id":"t6","timestamp":1771065004123456789},
            {"event_id":"t7","timestamp":"1771065005123456789"},
            {"event_id":"t8","timestamp":"1771065006"},
            {"event_id":"t9","timestamp":"2026-02-14T10:30:07,5Z"}\
            """);

        assertThat(response.path("warnings").isMissingNode()).isTrue();
        assertThat(Json.elements(api.session(session).path("events")))
                .extracting(event -> event.path("timestamp").stringValue())
                .containsExactly(
                        "2016-12-31T23:59:59.999999Z",
                        "2026-02-14T10:30:00Z",
                        "2026-02-14T10:30:01Z",
                        "2026-02-14T10:30:02Z",
                        "2026-02-14T10:30:03.123456Z",
                        "2026-02-14T10:30:04.123456Z",
                        "2026-02-14T10:30:05.123456Z",
                        "2026-02-14T10:30:06Z",
                        "2026-02-14T10:30:07.500Z",
                        "2026-02-15T00:00:00Z");
    }

    @Test
    void unreadableTimeIsReadBackBesideTheEvent() {
        JsonNode response = post("{\"event_id\":\"e\",\"timestamp\":\"0001-01-01T00:00:00Z\"}");

        assertThat(warned(response)).containsExactly("timestamp");
        assertThat(api.session(session)
                        .path("events")
                        .path(0)
                        .path("timestamp_original")
                        .stringValue())
                .isEqualTo("0001-01-01T00:00:00Z");
    }

    @Test
    void failureInOtherWordsIsAFailure() {
        JsonNode response = post("""
            {"event_id":"e1","timestamp":"2026-02-14T10:30:00Z","event_type":"session_start","agent_name":"a"},
            {"event_id":"e2","timestamp":"2026-02-14T10:30:01Z","event_type":"session_end","status":"failed"}\
            """);

        assertThat(warned(response)).containsExactly("status");
        assertThat(api.session(session).path("status").stringValue()).isEqualTo("error");
    }

    @Test
    void emptyEndIsTheTimestamp() {
        JsonNode response = post("""
            {"event_id":"e1","timestamp":"2026-02-14T10:30:00Z","event_type":"session_start","agent_name":"a"},
            {"event_id":"e2","timestamp":"2026-02-14T10:30:01Z","event_type":"session_end","ended_at":""}\
            """);

        assertThat(response.path("warnings").isMissingNode()).isTrue();
        assertThat(api.session(session).path("ended_at").stringValue()).isEqualTo("2026-02-14T10:30:01Z");
    }

    @Test
    void unreadableEndIsTheTimestampAndWarnedOf() {
        JsonNode response = post("""
            {"event_id":"e2","timestamp":"2026-02-14T10:30:01Z","event_type":"session_end","ended_at":"soon"}\
            """);

        assertThat(warned(response)).containsExactly("ended_at");
        assertThat(api.session(session).path("ended_at").stringValue()).isEqualTo("2026-02-14T10:30:01Z");
    }

    @Test
    void idOfTwoToolCallsIsWarnedOfAndTheFirstCounts() {
        JsonNode response = post("""
            {"event_id":"call_B","event_type":"tool_call","tool_call":{"name":"search_direct","input":{"a":1}}},
            {"event_id":"call_B","event_type":"tool_call","tool_call":{"name":"search_onestop","input":{"a":1}}}\
            """);

        assertThat(response.path("processed").intValue()).isEqualTo(2);
        assertThat(warned(response)).containsExactly("event_id");
        assertThat(Json.elements(api.session(session).path("events")))
                .extracting(event -> event.path("tool_call").path("name").stringValue())
                .containsExactly("search_direct");
    }

    @Test
    void blankModelIsNoModel() {
        JsonNode response = post("{\"event_id\":\"e\",\"event_type\":\"llm_call\",\"model\":\"  \"}");

        assertThat(warned(response)).containsExactly("model");
        assertThat(api.session(session).path("events").path(0).path("model").isNull())
                .isTrue();
    }

    @Test
    void usageThatIsNotCountedIsWarnedOf() {
        JsonNode response = post("""
            {"event_id":"e","event_type":"llm_call","output_data":{"usage":{"prompt_tokens":9,"completion_tokens":4}}}\
            """);

        assertThat(response.path("warnings").path(0).path("message").stringValue())
                .contains("tokens_in", "tokens_out");
        assertThat(api.session(session).path("total_tokens_in").intValue()).isZero();
    }

    @Test
    void csvOfBinaryReasoningHasNoNul() {
        post("""
            {"event_id":"a","event_type":"decision","decision_trace":{"reasoning":"binary \\u0000 tool output"}},
            {"event_id":"b","event_type":"decision","decision_trace":{"reasoning":"lone \\ud83d half"}}\
            """);

        assertThat(api.export(session, "csv"))
                .contains("binary \\u0000 tool output,", "lone \ufffd half,")
                .doesNotContain("\0");
    }

    /** The document has no paths that end so; a client that knows none of it sends them. */
    @ParameterizedTest
    @ValueSource(
            strings = {"/health/", "/sessions/", "/analytics/", "/sessions/SESSION/", "/sessions/SESSION/explain/"})
    void slashAtTheEndOfAPathIsIgnored(String path) throws Exception {
        post("{\"event_id\":\"1\"}");

        HttpRequest request =
                HttpRequest.newBuilder(url(path.replace("SESSION", session))).build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
    }

    private JsonNode post(String events) {
        String batch = "{\"events\":["
                + events.replace("{\"event_id\"", "{\"session_id\":\"" + session + "\",\"event_id\"") + "]}";
        return api.postEvents(batch.getBytes(UTF_8)).json();
    }

    private static List<String> warned(JsonNode response) {
        return Json.elements(response.path("warnings")).stream()
                .map(warning -> warning.path("field").stringValue())
                .toList();
    }
}
