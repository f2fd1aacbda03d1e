/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query;

import static dev.agentlens.query.QueryClient.texts;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** GET /sessions/:id/conversation. */
class ConversationIT extends QueryITBase {

    @Test
    void aMessageHasItsToolCallsWithTheirResults() {
        String ask = "{\"role\":\"assistant\",\"content\":\"Let me look.\",\"tool_calls\":[{\"id\":\"c1\","
                + "\"type\":\"function\",\"function\":{\"name\":\"search\",\"arguments\":\"{\\\"q\\\":1}\"}}]}";
        String user = "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Who?\"},{\"type\":\"image_url\","
                + "\"image_url\":{\"url\":\"data:image/png;base64,AAAA\"}}]}";
        EVENTS.project(
                event(
                        "s",
                        "1",
                        "llm_call",
                        "2026-02-14T10:30:01Z",
                        ",\"model\":\"gpt-4\",\"input_data\":{\"messages\":[" + user
                                + "]},\"output_data\":{\"choices\":[{\"message\":" + ask + "}]}"),
                event(
                        "s",
                        "2",
                        "tool_call",
                        "2026-02-14T10:30:02Z",
                        ",\"tool_call\":{\"id\":\"c1\",\"name\":\"search\",\"input\":{\"q\":1},\"output\":[1.50]}"),
                event(
                        "s",
                        "3",
                        "llm_call",
                        "2026-02-14T10:30:03Z",
                        ",\"model\":\"gpt-4\",\"input_data\":{\"messages\":[" + user + "," + ask
                                + ",{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"[1.50]\"}]},"
                                + "\"output_data\":{\"choices\":[{\"message\":{\"role\":\"assistant\","
                                + "\"reasoning_content\":\"Hm.\",\"content\":\"He.\"}}]}"));

        assertThat(client.get("/sessions/s/conversation").body())
                .isEqualTo("{\"session_id\":\"s\",\"messages\":["
                        + "{\"role\":\"user\",\"text\":\"Who?\",\"tool_calls\":[],\"attachments\":[\"[image/png, 3 B]\"],"
                        + "\"event_id\":\"1\",\"timestamp\":\"2026-02-14T10:30:01Z\"},"
                        + "{\"role\":\"assistant\",\"text\":\"Let me look.\",\"tool_calls\":[{\"id\":\"c1\","
                        + "\"name\":\"search\",\"arguments\":{\"q\":1},\"result\":[1.50]}],"
                        + "\"event_id\":\"1\",\"timestamp\":\"2026-02-14T10:30:01Z\",\"model\":\"gpt-4\"},"
                        + "{\"role\":\"assistant\",\"text\":\"He.\",\"reasoning\":\"Hm.\",\"tool_calls\":[],"
                        + "\"event_id\":\"3\",\"timestamp\":\"2026-02-14T10:30:03Z\",\"model\":\"gpt-4\"}],"
                        + "\"next_cursor\":null}");
    }

    @Test
    void aSessionWithoutMessagesHasAnEmptyList() {
        EVENTS.project(event("s", "start", "session_start", "2026-02-14T10:30:00Z", ""));

        assertThat(client.get("/sessions/s/conversation").body())
                .isEqualTo("{\"session_id\":\"s\",\"messages\":[],\"next_cursor\":null}");
    }

    @Test
    void unknownParametersAndOtherCursorsAreNamed() {
        EVENTS.project(
                event("s", "1", "llm_call", "2026-02-14T10:30:00Z", ",\"input_data\":\"a\",\"output_data\":\"b\""),
                event("other", "1", "llm_call", "2026-02-14T10:30:00Z", ",\"input_data\":\"a\""));

        JsonNode page = client.get("/sessions/s/conversation?limit=1&role=user").json();

        assertThat(page.get("messages")).hasSize(1);
        assertThat(page.at("/warnings/0").asString())
                .isEqualTo("Unknown parameter 'role' is ignored; known are cursor, limit");
        String cursor = page.get("next_cursor").asString();
        client.get("/sessions/other/conversation?cursor=" + cursor)
                .isError(400, "Invalid cursor: it is of another session");
        client.get("/sessions/s/events?cursor=" + cursor).isError(400, "Invalid cursor: it is damaged");
        client.get("/sessions/s/conversation?cursor=x").isError(400, "Invalid cursor: it is damaged");
        assertThat(client.get("/sessions/s/conversation?cursor=" + cursor)
                        .json()
                        .at("/messages/0/text")
                        .asString())
                .isEqualTo("b");
    }

    /** Each call repeats all messages before it; other events are in between. */
    @ParameterizedTest
    @ValueSource(strings = {"llm_call", "chat.turn"})
    void pagesTogetherAreTheConversation(String type) {
        List<String> said = new ArrayList<>();
        List<String> events = new ArrayList<>();
        StringBuilder history = new StringBuilder();
        for (int turn = 0; turn < 300; turn++) {
            String time = "2026-02-14T10:%02d:%02d".formatted(turn / 60, turn % 60);
            String user = "yes " + turn % 3;
            String assistant = "ok " + turn % 2;
            history.append(history.isEmpty() ? "" : ",").append(message("user", user));
            events.add(event(
                    "s",
                    "call" + turn,
                    type,
                    time + "Z",
                    ",\"input_data\":{\"messages\":[" + history + "]},\"output_data\":"
                            + message("assistant", assistant)));
            events.add(event("s", "between" + turn, "decision", time + ".5Z", ",\"input_data\":\"x\""));
            history.append(',').append(message("assistant", assistant));
            said.add(user);
            said.add(assistant);
        }
        EVENTS.project(events.toArray(String[]::new));

        List<String> paged = new ArrayList<>();
        String cursor = "";
        while (cursor != null) {
            JsonNode page = client.get("/sessions/s/conversation?limit=77&cursor=" + cursor)
                    .json();
            paged.addAll(texts(page.get("messages"), "text"));
            cursor = page.get("next_cursor").asString(null);
        }

        assertThat(paged).isEqualTo(said);
        assertThat(texts(
                        client.get("/sessions/s/conversation?limit=1000").json().get("messages"), "text"))
                .isEqualTo(said);
    }

    private static String message(String role, String text) {
        return "{\"role\":\"" + role + "\",\"content\":\"" + text + "\"}";
    }
}
