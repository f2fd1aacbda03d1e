/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query;

import static dev.agentlens.query.QueryClient.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvents;
import dev.agentlens.common.event.EventIdentity;
import dev.agentlens.common.event.SessionStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** GET /analytics. */
class AnalyticsIT extends QueryITBase {

    @Test
    void emptySystemIsZerosEmptyListsAndNullDates() {
        assertThat(reference(client.get("/analytics").json()).toString()).isEqualTo("""
                {"overview":{"total_sessions":0,"active_sessions":0,"completed_sessions":0,"error_sessions":0,\
                "timeout_sessions":0,"error_rate":0,"total_events":0,"total_tokens":0,"total_tokens_in":0,\
                "total_tokens_out":0,"avg_tokens_per_session":0,"earliest_session":null,"latest_session":null},\
                "duration":{"avg_ms":0,"min_ms":0,"max_ms":0},"top_agents":[],"model_usage":[],"event_types":[],\
                "sessions_over_time":[],"hourly_activity":[]}""");
    }

    @Test
    void figuresAreThoseOfTheSessions() {
        EVENTS.project(
                event("a", "s", "session_start", "2026-02-14T23:59:59Z", ",\"agent_name\":\"one\""),
                event("a", "1", "llm_call", "2026-02-15T00:00:01Z", """
                        ,"model":"gpt-4","tokens_in":10,"tokens_out":5,"duration_ms":0.1"""),
                event("a", "2", "llm_call", "2026-02-15T09:00:01Z", ",\"model\":\"gpt-4\",\"tokens_in\":2"),
                event("a", "e", "session_end", "2026-02-15T10:00:00Z", """
                        ,"ended_at":"2026-02-15T00:00:00.500Z","status":"error\""""),
                event("b", "1", "decision", "2026-02-16T09:30:00Z", ",\"tokens_out\":17"),
                event("c", "e", "session_end", "2026-02-16T10:00:00Z", ",\"ended_at\":\"2026-02-16T10:00:03.500Z\""));

        JsonNode analytics = client.get("/analytics").json();

        assertThat(analytics.get("overview").toString()).isEqualTo("""
                {"total_sessions":3,"active_sessions":1,"completed_sessions":1,"error_sessions":1,\
                "timeout_sessions":0,"error_rate":33.33,"total_events":3,"total_tokens":34,"total_tokens_in":12,\
                "total_tokens_out":22,"avg_tokens_per_session":11,"earliest_session":"2026-02-14T23:59:59Z",\
                "latest_session":"2026-02-16T10:00:00Z"}""");
        assertThat(analytics.get("duration").toString()).isEqualTo("{\"avg_ms\":2500,\"min_ms\":1500,\"max_ms\":3500}");
        // Equal tokens: by name.
        assertThat(analytics.get("top_agents").toString()).isEqualTo("""
                [{"agent_name":"default-agent","session_count":2,"total_tokens":17,"avg_tokens":9},\
                {"agent_name":"one","session_count":1,"total_tokens":17,"avg_tokens":17}]""");
        assertThat(analytics.get("model_usage").toString()).isEqualTo("""
                [{"model":"gpt-4","call_count":2,"total_tokens":17,"total_tokens_in":12,"total_tokens_out":5,\
                "avg_duration_ms":0.1}]""");
        assertThat(analytics.get("event_types").toString())
                .isEqualTo("[{\"event_type\":\"llm_call\",\"count\":2},{\"event_type\":\"decision\",\"count\":1}]");
        assertThat(analytics.get("sessions_over_time").toString()).isEqualTo("""
                [{"day":"2026-02-14","session_count":1,"total_tokens":17},\
                {"day":"2026-02-16","session_count":2,"total_tokens":17}]""");
        assertThat(analytics.get("hourly_activity").toString())
                .isEqualTo("[{\"hour\":0,\"event_count\":1},{\"hour\":9,\"event_count\":2}]");
    }

    @Test
    void latestNinetyDaysThatHaveSessionsAreAscending() {
        List<String> days = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String day = LocalDate.of(2025, 1, 1).plusDays(3L * i).toString();
            days.add(day);
            EVENTS.project(step("s" + i, "e", day + "T12:00:00Z"));
        }

        assertThat(QueryClient.texts(client.get("/analytics").json().get("sessions_over_time"), "day"))
                .isEqualTo(days.subList(10, 100));
    }

    @Test
    void agentThatLostItsLastSessionIsNotListed() {
        EVENTS.project(event("s", "1", "generic", "2026-02-14T10:00:00Z", ",\"agent_name\":\"guessed\""));
        EVENTS.project(event("s", "2", "session_start", "2026-02-14T10:00:01Z", ",\"agent_name\":\"told\""));

        assertThat(QueryClient.texts(client.get("/analytics").json().get("top_agents"), "agent_name"))
                .containsExactly("told");
    }

    @Test
    void activeSessionsHaveNoDuration() {
        EVENTS.project(List.of(
                AgentEvents.started("active", "1", AgentEvents.T0, "a"),
                AgentEvents.started("short", "1", AgentEvents.T0, "a"),
                ended("short", Duration.ofSeconds(2)),
                AgentEvents.started("long", "1", AgentEvents.T0, "a"),
                ended("long", Duration.ofSeconds(5))));

        assertThat(client.get("/analytics").json().get("duration"))
                .hasToString("{\"avg_ms\":3500,\"min_ms\":2000,\"max_ms\":5000}");
    }

    @Test
    void tiesAreOrderedByNameAndOnlyTenAgentsAreNamed() {
        List<AgentEvent> events = new ArrayList<>();
        for (String agent : List.of("k", "b", "a", "B", "c", "d", "e", "f", "g", "h", "i", "j")) {
            events.add(AgentEvents.started("s" + agent, "start", AgentEvents.T0, agent));
            events.add(AgentEvents.step(
                    "s" + agent, "step", AgentEvents.T0, "type-" + agent, agent.equals("k") ? 2 : 1, 0));
        }
        EVENTS.project(events);

        JsonNode analytics = client.get("/analytics").json();

        assertThat(texts(analytics.get("top_agents"), "agent_name"))
                .containsExactly("k", "B", "a", "b", "c", "d", "e", "f", "g", "h");
        assertThat(texts(analytics.get("event_types"), "event_type"))
                .startsWith("type-B", "type-a", "type-b")
                .endsWith("type-k")
                .hasSize(12);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void figuresAreThoseOfARecount(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<AgentEvent> events = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            AgentEvent event = AgentEvents.random(random);
            String sessionId = "s" + random.nextInt(25);
            events.add(withSession(event, sessionId));
        }
        for (int from = 0; from < events.size(); from += 50) {
            EVENTS.project(events.subList(from, from + 50));
        }

        assertThat(reference(client.get("/analytics").json())).isEqualTo(AnalyticsRecount.of(events));
    }

    /** Without what is ours. */
    static JsonNode reference(JsonNode analytics) {
        return ((ObjectNode) analytics)
                .without(List.of("range", "usage_over_time", "latency", "errors_by_type", "tools", "cost"));
    }

    private static AgentEvent withSession(AgentEvent event, String sessionId) {
        return AgentEvents.withIdentity(
                event, new EventIdentity(sessionId, event.identity().eventId()));
    }

    private static AgentEvent ended(String sessionId, Duration after) {
        Instant at = AgentEvents.T0.plus(after);
        return AgentEvents.ended(sessionId, "end", at, SessionStatus.COMPLETED, 0);
    }
}
