/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query;

import static dev.agentlens.query.QueryClient.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvents;
import dev.agentlens.common.event.SessionStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Pages that begin where another ended. */
class CursorIT extends QueryITBase {

    private static final int SESSIONS = 120;
    private static final int EVENTS_OF_S = 300;

    @ParameterizedTest
    @CsvSource({"1, ''", "2, ''", "3, active", "4, error", "5, timeout"})
    void pagesByCursorAreThoseByOffset(long seed, String status) {
        Random random = new Random(seed);
        projectSessions(random);
        int limit = 1 + random.nextInt(20);
        String list = "/sessions?status=" + status + "&limit=" + limit;

        JsonNode page = client.get(list).json();
        int passed = 0;
        while (page.has("next_cursor")) {
            passed += page.get("sessions").size();
            page = client.get(list + "&cursor=" + page.get("next_cursor").asString())
                    .json();
            assertThat(page).isEqualTo(client.get(list + "&offset=" + passed).json());
        }

        passed += page.get("sessions").size();
        assertThat(passed).isEqualTo(page.get("total").asInt()).isGreaterThan(limit);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void eachSessionIsSeenOnceThoughOthersAreAdded(long seed) {
        Random random = new Random(seed);
        projectSessions(random);
        List<String> before = ids(client.get("/sessions?limit=200").json());
        List<String> walked = new ArrayList<>();

        JsonNode page = client.get("/sessions?limit=7").json();
        walked.addAll(ids(page));
        for (int i = 0; page.has("next_cursor"); i++) {
            EVENTS.project(List.of(
                    AgentEvents.started("added-" + i, "1", time(random), "agent"),
                    AgentEvents.started("newest-" + i, "1", AgentEvents.T0.plusSeconds(99), "agent")));
            page = client.get("/sessions?limit=7&cursor="
                            + page.get("next_cursor").asString())
                    .json();
            walked.addAll(ids(page));
        }

        assertThat(walked).doesNotHaveDuplicates();
        assertThat(walked.stream().filter(before::contains).toList()).isEqualTo(before);
        assertThat(page.get("total").asInt()).isGreaterThan(SESSIONS);
    }

    @Test
    void lastPageNamesNoNext() {
        projectSessions(new Random(0));

        assertThat(client.get("/sessions?limit=200").json().has("next_cursor")).isFalse();
        assertThat(client.get("/sessions?limit=" + SESSIONS).json().has("next_cursor"))
                .isFalse();
        assertThat(client.get("/sessions?limit=1&offset=" + (SESSIONS - 1))
                        .json()
                        .has("next_cursor"))
                .isFalse();
        assertThat(client.get("/sessions?offset=" + SESSIONS).json().has("next_cursor"))
                .isFalse();
        assertThat(client.get("/sessions?limit=1&offset=" + (SESSIONS - 2))
                        .json()
                        .has("next_cursor"))
                .isTrue();
    }

    @Test
    void cursorOfAnotherListIsRefused() {
        projectSessions(new Random(0));
        String ofAll = client.get("/sessions?limit=1").json().get("next_cursor").asString();
        String ofActive = client.get("/sessions?limit=1&status=active")
                .json()
                .get("next_cursor")
                .asString();

        client.get("/sessions?status=active&cursor=" + ofAll)
                .isError(400, "Invalid cursor: it is of the list without a status");
        assertThat(client.get("/sessions?limit=1&cursor=" + ofActive).json())
                .as("a cursor says which list it is of")
                .isEqualTo(client.get("/sessions?limit=1&status=active&cursor=" + ofActive)
                        .json());
        client.get("/sessions?status=error&cursor=" + ofActive)
                .isError(400, "Invalid cursor: it is of the list with status=active");
        client.get("/sessions?offset=0&cursor=" + ofAll).isError(400, "cursor and offset cannot be combined");
        client.get("/sessions/s0?event_cursor=" + ofAll).isError(400, "Invalid event_cursor: it is damaged");
        assertThat(client.get("/sessions?cursor=&limit=1").json().get("sessions"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void pagesOfEventsByCursorAreTheCompleteTrace(long seed) {
        Random random = new Random(seed);
        projectEvents(random);
        List<String> complete = texts(client.get("/sessions/s").json().get("events"), "event_id");
        String paged = "/sessions/s?event_limit=" + (1 + random.nextInt(40));
        List<String> walked = new ArrayList<>();

        JsonNode page = client.get(paged).json();
        walked.addAll(texts(page.get("events"), "event_id"));
        while (page.has("next_event_cursor")) {
            String cursor = page.get("next_event_cursor").asString();
            page = client.get(paged + "&event_cursor=" + cursor).json();
            assertThat(page.get("total_events").asInt()).isEqualTo(EVENTS_OF_S);
            assertThat(page)
                    .isEqualTo(
                            client.get(paged + "&event_offset=" + walked.size()).json());
            walked.addAll(texts(page.get("events"), "event_id"));
        }

        assertThat(complete).hasSize(EVENTS_OF_S);
        assertThat(walked).isEqualTo(complete);
    }

    @Test
    void completeTraceAndLastPageNameNoNextEvent() {
        projectEvents(new Random(0));

        assertThat(client.get("/sessions/s").json().has("next_event_cursor")).isFalse();
        assertThat(client.get("/sessions/s?event_limit=" + EVENTS_OF_S).json().has("next_event_cursor"))
                .isFalse();
        assertThat(client.get("/sessions/s?event_offset=" + EVENTS_OF_S).json().has("next_event_cursor"))
                .isFalse();
    }

    @Test
    void eventsOfManyMegabytesArePagedToo() {
        for (int i = 0; i < 4; i++) {
            EVENTS.project(event(
                    "big", "e" + i, "x", "2026-02-14T10:30:00Z", ",\"input_data\":\"" + "y".repeat(700_000) + "\""));
        }

        JsonNode first = client.get("/sessions/big?event_limit=3").json();
        JsonNode second = client.get("/sessions/big?event_limit=3&event_cursor="
                        + first.get("next_event_cursor").asString())
                .json();

        assertThat(texts(first.get("events"), "event_id")).containsExactly("e0", "e1", "e2");
        assertThat(texts(second.get("events"), "event_id")).containsExactly("e3");
        assertThat(second.has("next_event_cursor")).isFalse();
    }

    @Test
    void eventCursorOfAnotherSessionIsRefused() {
        projectEvents(new Random(0));
        EVENTS.project(step("t", "e", "2026-02-14T10:30:00Z"));
        String cursor = client.get("/sessions/s?event_limit=1")
                .json()
                .get("next_event_cursor")
                .asString();

        client.get("/sessions/t?event_cursor=" + cursor).isError(400, "Invalid event_cursor: it is of another session");
        client.get("/sessions/s?event_offset=1&event_cursor=" + cursor)
                .isError(400, "event_cursor and event_offset cannot be combined");
        client.get("/sessions?cursor=" + cursor).isError(400, "Invalid cursor: it is damaged, or of another list");
    }

    /** Many begin at one time, so that pages end in the middle of equal ones. */
    private static void projectSessions(Random random) {
        List<AgentEvent> events = new ArrayList<>();
        for (int i = 0; i < SESSIONS; i++) {
            events.add(AgentEvents.started("s" + i, "start", time(random), "agent"));
            if (i % 4 == 1) {
                events.add(AgentEvents.ended("s" + i, "end", time(random), SessionStatus.ERROR, 0));
            } else if (i % 4 == 2) {
                events.add(AgentEvents.ended("s" + i, "end", time(random), SessionStatus.TIMEOUT, 0));
            }
        }
        EVENTS.project(events);
    }

    private static void projectEvents(Random random) {
        List<AgentEvent> events = new ArrayList<>();
        for (int i = 0; i < EVENTS_OF_S; i++) {
            events.add(AgentEvents.step("s", "e" + i, time(random), "generic", 1, 1));
        }
        EVENTS.project(events);
    }

    private static Instant time(Random random) {
        return AgentEvents.T0.plusNanos(random.nextInt(5) * 1_000L);
    }

    private static List<String> ids(JsonNode page) {
        return texts(page.get("sessions"), "session_id");
    }
}
