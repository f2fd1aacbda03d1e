/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.event;

import dev.agentlens.common.event.AgentEvent.SessionEnded;
import dev.agentlens.common.event.AgentEvent.SessionStarted;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.json.RawJson;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** The events that tests speak of. */
public final class AgentEvents {

    public static final Instant T0 = Instant.parse("2026-02-14T10:30:00Z");

    private static final List<String> TYPES =
            List.of("llm_call", "tool_call", "decision", "error", "tool_error", "agent_error", "generic");
    private static final String[] NAMES = {null, "", "a", "b"};

    private AgentEvents() {}

    public static SessionStarted started(String sessionId, String eventId, Instant at, String agentName) {
        return new SessionStarted(
                new EventIdentity(sessionId, eventId), at, agentName, Map.of("metadata", RawJson.of("{\"v\":1.0}")));
    }

    public static SessionEnded ended(String sessionId, String eventId, Instant at, SessionStatus status, long totalIn) {
        return new SessionEnded(new EventIdentity(sessionId, eventId), at, null, at, status, totalIn, 0, Map.of());
    }

    public static StepRecorded step(String sessionId, String eventId, Instant at, String type, long in, long out) {
        return new StepRecorded(
                new EventIdentity(sessionId, eventId),
                type,
                at,
                null,
                "gpt-4",
                in,
                out,
                new BigDecimal("12.5"),
                Map.of());
    }

    public static List<AgentEvent> oneOfEachKind() {
        return List.of(
                started("s", "start", T0, "agent"),
                step("s", "step", T0.plusMillis(1), "llm_call", 5, 3),
                ended("s", "end", T0.plusSeconds(9), SessionStatus.ERROR, 7));
    }

    /** An event with few different times, ids and values, so that ties, duplicates and conflicts are common. */
    public static AgentEvent random(RandomGenerator random) {
        EventIdentity identity = new EventIdentity("s" + random.nextInt(3), "e" + random.nextInt(40));
        Instant at = T0.plusSeconds(random.nextInt(-3600, 3600)).plusNanos(random.nextInt(3) * 1_000L);
        String agentName = NAMES[random.nextInt(NAMES.length)];
        return switch (random.nextInt(6)) {
            case 0 ->
                new SessionStarted(
                        identity,
                        at,
                        agentName,
                        random.nextBoolean()
                                ? Map.of()
                                : Map.of("metadata", RawJson.of("[" + random.nextInt(9) + "]")));
            case 1 ->
                new SessionEnded(
                        identity,
                        at,
                        agentName,
                        at.plusSeconds(random.nextInt(-5, 60)),
                        SessionStatus.values()[1 + random.nextInt(3)],
                        random.nextInt(3) * 100L,
                        random.nextInt(3) * 10L,
                        Map.of());
            default ->
                new StepRecorded(
                        identity,
                        TYPES.get(random.nextInt(TYPES.size())),
                        at,
                        agentName,
                        random.nextInt(3) == 0 ? null : "model-" + random.nextInt(3),
                        random.nextInt(100),
                        random.nextInt(100),
                        random.nextInt(3) == 0 ? null : BigDecimal.valueOf(random.nextInt(1000), 1),
                        random.nextBoolean()
                                ? Map.of("input_data", RawJson.of("{\"n\":" + random.nextInt(9) + "}"))
                                : Map.of("span_id", RawJson.ofString("x" + random.nextInt(9))));
        };
    }
}
