/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query;

import static dev.agentlens.query.QueryClient.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** GET /sessions/:id/events. */
class EventsIT extends QueryITBase {

    private void projectOne() {
        EVENTS.project(
                event("s", "start", "session_start", "2026-02-14T10:30:00Z", ""),
                event(
                        "s",
                        "call",
                        "llm_call",
                        "2026-02-14T10:30:01Z",
                        ",\"model\":\"gpt-4\",\"duration_ms\":150.5,\"input_data\":{\"prompt\":\"Gr\\u00fc\\u00dfe\"}"),
                event(
                        "s",
                        "tool",
                        "tool_call",
                        "2026-02-14T10:30:02Z",
                        ",\"duration_ms\":12,\"tool_call\":{\"tool_name\":\"search\",\"tool_input\":{\"q\":\"x\"}}"),
                event(
                        "s",
                        "failed",
                        "llm_call",
                        "2026-02-14T10:30:03Z",
                        ",\"model\":\"gpt-5\",\"error\":{\"message\":\"too slow\"},\"tool_call\":null"),
                event("s", "error", "tool_error", "2026-02-14T10:30:04Z", ",\"tool_name\":\"mail\""),
                event("s", "fine", "generic", "2026-02-14T10:30:05Z", ",\"error\":null,\"matches\":7"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | call,tool,failed,error,fine",
                "type= | call,tool,failed,error,fine",
                "type=llm_call | call,failed",
                "type=none | ''",
                "model=gpt-4 | call",
                "tool=search | tool",
                "tool=mail | error",
                "errors=true | failed,error",
                "errors=false | call,tool,fine",
                "min_duration_ms=12 | call,tool",
                "min_duration_ms=150.5 | call",
                "type=llm_call&errors=true&model=gpt-5 | failed",
                "q=GRÜßE | call",
                "q=too%20SLOW&type=llm_call | failed",
                "q=session_start | ''",
                "limit=2 | call,tool",
                "limit=x | call,tool,failed,error,fine",
            })
    void eventsThatPassAllFiltersAreReturned(String query, String ids) {
        projectOne();
        String encoded = query.replace("GRÜßE", URLEncoder.encode("GRÜßE", StandardCharsets.UTF_8));

        JsonNode page = client.get("/sessions/s/events?" + encoded).json();

        assertThat(page.get("session_id").asString()).isEqualTo("s");
        assertThat(texts(page.get("events"), "event_id"))
                .isEqualTo(ids.isEmpty() ? List.of() : List.of(ids.split(",")));
        assertThat(page.has("warnings")).isFalse();
    }

    @Test
    void anEventIsThatOfTheTraceWithThePlacesOfTheText() {
        projectOne();

        assertThat(client.get("/sessions/s/events?q=SEARCH").body())
                .isEqualTo("{\"session_id\":\"s\",\"events\":[{\"matches\":[{\"field\":\"tool_call\",\"offset\":14}],"
                        + "\"event_id\":\"tool\",\"session_id\":\"s\",\"event_type\":\"tool_call\","
                        + "\"timestamp\":\"2026-02-14T10:30:02Z\",\"model\":null,\"input_data\":{},\"output_data\":{},"
                        + "\"tokens_in\":0,\"tokens_out\":0,"
                        + "\"tool_call\":{\"tool_name\":\"search\",\"tool_input\":{\"q\":\"x\"}},"
                        + "\"decision_trace\":null,\"duration_ms\":12}],\"next_cursor\":null}");
        assertThat(client.get("/sessions/s/events?type=generic")
                        .json()
                        .at("/events/0")
                        .has("matches"))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "errors=maybe | Invalid errors 'maybe': expected true or false",
                "min_duration_ms=-1 | Invalid min_duration_ms '-1': expected milliseconds, 0 or more",
                "min_duration_ms=fast | Invalid min_duration_ms 'fast': expected milliseconds, 0 or more",
                "cursor=AAAA | Invalid cursor: it is damaged",
            })
    void whatIsNoValueIsRefused(String query, String error) {
        projectOne();

        client.get("/sessions/s/events?" + query).isError(400, error);
    }

    @Test
    void textsOfMoreThanTwoHundredCharactersAreRefused() {
        projectOne();

        assertThat(client.get("/sessions/s/events?q=" + "x".repeat(200)).json().get("events"))
                .isEmpty();
        client.get("/sessions/s/events?q=" + "x".repeat(201))
                .isError(400, "Invalid q: expected at most 200 characters, not 201");
    }

    @Test
    void unknownParametersAreIgnoredAndNamed() {
        projectOne();

        JsonNode page =
                client.get("/sessions/s/events?typ=llm_call&error=true&limit=1").json();

        assertThat(page.get("events")).hasSize(1);
        assertThat(page.get("warnings").valueStream().map(JsonNode::asString))
                .containsExactly(
                        "Unknown parameter 'error' is ignored; known are cursor, errors, limit, min_duration_ms, model, q, tool, type",
                        "Unknown parameter 'typ' is ignored; known are cursor, errors, limit, min_duration_ms, model, q, tool, type");
    }

    @ParameterizedTest
    @CsvSource({"'',1200", "&type=a,600", "&q=NEEDLE,400", "&type=a&q=needle,200"})
    void pagesTogetherAreAllThatIsWanted(String filters, int expected) {
        EVENTS.project(IntStream.range(0, 1_200)
                .mapToObj(i -> event(
                        "s",
                        "e" + i,
                        i % 2 == 0 ? "a" : "b",
                        "2026-02-14T10:30:0" + i / 200 + "Z",
                        i % 3 == 0 ? ",\"input_data\":\"a needle\"" : ""))
                .toArray(String[]::new));

        List<String> paged = new ArrayList<>();
        String cursor = "";
        int pages = 0;
        while (cursor != null) {
            JsonNode page = client.get("/sessions/s/events?limit=170" + filters + "&cursor=" + cursor)
                    .json();
            paged.addAll(texts(page.get("events"), "event_id"));
            cursor = page.get("next_cursor").asString(null);
            pages++;
        }

        assertThat(paged).hasSize(expected).doesNotHaveDuplicates();
        assertThat(pages).isEqualTo((expected + 169) / 170);
        assertThat(texts(
                        client.get("/sessions/s/events?limit=1000" + filters)
                                .json()
                                .get("events"),
                        "event_id"))
                .isEqualTo(paged.subList(0, Math.min(1_000, expected)));
    }

    @Test
    void aCursorIsOfItsSessionAndItsFilters() {
        projectOne();
        EVENTS.project(step("other", "1", "2026-02-14T10:30:00Z"));
        String cursor = client.get("/sessions/s/events?limit=1&errors=false")
                .json()
                .get("next_cursor")
                .asString();

        client.get("/sessions/s/events?cursor=" + cursor)
                .isError(400, "Invalid cursor: it is of other filters; send it with the same ones");
        client.get("/sessions/other/events?errors=false&cursor=" + cursor)
                .isError(400, "Invalid cursor: it is of another session");
        assertThat(texts(
                        client.get("/sessions/s/events?errors=false&cursor=" + cursor)
                                .json()
                                .get("events"),
                        "event_id"))
                .containsExactly("tool", "fine");
    }

    @Test
    void eventsOfManyMegabytesAreSearchedOneAfterTheOther() {
        for (int i = 0; i < 8; i++) {
            EVENTS.project(event(
                    "big",
                    "e" + i,
                    "x",
                    "2026-02-14T10:30:00Z",
                    ",\"input_data\":\"" + "y".repeat(3_000_000) + (i == 7 ? "needle" : "") + "\""));
        }

        JsonNode page = client.get("/sessions/big/events?q=needle").json();

        assertThat(texts(page.get("events"), "event_id")).containsExactly("e7");
        assertThat(page.at("/events/0/matches/0/offset").asInt()).isEqualTo(3_000_001);
    }
}
