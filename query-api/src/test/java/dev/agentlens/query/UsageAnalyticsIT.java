/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.event.AgentEvents;
import dev.agentlens.common.event.EventIdentity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** GET /analytics with filters, and what it adds to the reference, against a recount of the events. */
class UsageAnalyticsIT extends QueryITBase {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void figuresOfAnAgentAreThoseOfItsSessionsAlone(long seed) {
        List<AgentEvent> events = project(new Random(seed));
        Map<String, JsonNode> sessions = new TreeMap<>();
        client.get("/sessions?limit=200")
                .json()
                .get("sessions")
                .forEach(s -> sessions.put(s.get("session_id").asString(), s));

        for (String agent : Set.of("a", "b", "default-agent", "nobody")) {
            List<AgentEvent> own = events.stream()
                    .filter(event -> agent.equals(sessions.get(event.identity().sessionId())
                            .get("agent_name")
                            .asString()))
                    .toList();
            JsonNode found = client.get("/analytics?agent=" + agent).json();

            assertThat(AnalyticsIT.reference(found.deepCopy())).as(agent).isEqualTo(AnalyticsRecount.of(own));
            EVENTS.compactUsage();
            assertThat(client.get("/analytics?agent=" + agent).json())
                    .as("compacted")
                    .isEqualTo(found);
        }
    }

    @Test
    void usageOverTimeAddsUpByHourDayAndWeek() {
        List<StepRecorded> steps = steps(project(new Random(5)));
        JsonNode byDay = client.get("/analytics").json();

        for (String interval : List.of("hour", "day", "week")) {
            JsonNode usage = client.get("/analytics?interval=" + interval + "&from=2026-02-01")
                    .json();
            assertThat(sum(usage, "calls"))
                    .as(interval)
                    .isEqualTo(steps.stream().filter(s -> s.model() != null).count());
            assertThat(sum(usage, "tokens_in"))
                    .isEqualTo(steps.stream().mapToLong(StepRecorded::tokensIn).sum());
            assertThat(sum(usage, "sessions"))
                    .isEqualTo(byDay.at("/overview/total_sessions").asLong());
            assertThat(usage.get("cost")).isEqualTo(byDay.get("cost"));
        }
        assertThat(client.get("/analytics?to=2026-02-01").json().get("usage_over_time"))
                .isEmpty();
        assertThat(byDay.at("/cost/unpriced_tokens").asLong())
                .as("of models without a price")
                .isEqualTo(steps.stream()
                        .mapToLong(s -> s.tokensIn() + s.tokensOut())
                        .sum());
    }

    @Test
    void latencyIsWithinFivePercentAndToolsAreCounted() {
        List<StepRecorded> steps = steps(project(new Random(9)));
        JsonNode analytics = client.get("/analytics").json();

        for (JsonNode latency : analytics.at("/latency/by_model")) {
            List<BigDecimal> durations = steps.stream()
                    .filter(s -> latency.get("model").asString().equals(s.model()) && s.durationMs() != null)
                    .map(StepRecorded::durationMs)
                    .sorted()
                    .toList();
            assertThat(latency.get("calls").asInt()).isEqualTo(durations.size());
            for (int percent : List.of(50, 95, 99)) {
                double exact = durations
                        .get(Math.max(1, (durations.size() * percent + 99) / 100) - 1)
                        .doubleValue();
                assertThat(latency.get("p" + percent + "_ms").asDouble()).isCloseTo(exact, within(0.05 * exact + 0.01));
            }
        }
        Map<String, Long> tools = steps.stream()
                .filter(s -> s.fields().containsKey("tool_call"))
                .collect(groupingBy(
                        s -> s.fields().get("tool_call").field("tool_name").string(), Collectors.counting()));
        assertThat(analytics.get("tools")).hasSameSizeAs(tools.keySet());
        analytics
                .get("tools")
                .forEach(tool -> assertThat(tool.get("calls").asLong())
                        .isEqualTo(tools.get(tool.get("tool").asString())));
    }

    @Test
    void costsAreThoseOfThePriceList() {
        EVENTS.project(
                event("s", "1", "llm_call", "2026-02-14T10:30:00Z", """
                        ,"model":"gpt-4o","tokens_in":1000000,"tokens_out":100000,"cache_read_tokens":400000"""),
                event("s", "2", "llm_call", "2026-02-14T10:30:01Z", ",\"model\":\"unknown-1\",\"tokens_in\":7"));

        JsonNode cost = client.get("/analytics").json().get("cost");
        assertThat(cost.get("total_usd").decimalValue()).isEqualByComparingTo("3");
        assertThat(cost.get("unpriced_tokens").asInt()).isEqualTo(7);
        assertThat(cost.at("/by_model/1/cost_usd").isNull()).isTrue();
        JsonNode session = client.get("/sessions").json().at("/sessions/0");
        assertThat(session.get("cost_usd").isNull()).isTrue();
        assertThat(session.get("unpriced_tokens").asInt()).isEqualTo(7);
        assertThat(client.get("/prices").json().get("prices")).hasSizeGreaterThan(60);
    }

    @Test
    void illegalValuesSayWhatIsLegal() {
        client.get("/analytics?interval=year").isError(400, "Invalid interval 'year': expected hour, day or week");
        client.get("/analytics?from=soon").isError(400, "Invalid from 'soon'");
        client.get("/analytics?from=2026-02-02&to=2026-02-01").isError(400, "from must be before to");
        assertThat(client.get("/analytics?agnet=x")
                        .json()
                        .get("warnings")
                        .get(0)
                        .asString())
                .startsWith("Unknown parameter 'agnet' is ignored");
    }

    private static long sum(JsonNode analytics, String field) {
        return analytics
                .get("usage_over_time")
                .valueStream()
                .mapToLong(step -> step.get(field).asLong())
                .sum();
    }

    private static List<StepRecorded> steps(Collection<AgentEvent> events) {
        return events.stream()
                .filter(StepRecorded.class::isInstance)
                .map(StepRecorded.class::cast)
                .toList();
    }

    /** Gives each event once. */
    private static List<AgentEvent> project(Random random) {
        List<AgentEvent> events = new ArrayList<>();
        Set<EventIdentity> seen = new HashSet<>();
        while (events.size() < 900) {
            AgentEvent event = AgentEvents.random(random);
            EventIdentity identity = new EventIdentity(
                    event.identity().sessionId() + "-" + random.nextInt(30),
                    event.identity().eventId());
            if (seen.add(identity)) {
                events.add(AgentEvents.withIdentity(event, identity));
            }
        }
        Collections.shuffle(events, random);
        for (int from = 0; from < events.size(); from += 300) {
            EVENTS.project(events.subList(from, from + 300));
            EVENTS.project(events.subList(from, from + 30));
        }
        return events;
    }
}
