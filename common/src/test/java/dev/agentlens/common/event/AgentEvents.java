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
                new EventIdentity(sessionId, eventId),
                at,
                agent(agentName).build(),
                Map.of("metadata", RawJson.of("{\"v\":1.0}")));
    }

    public static SessionEnded ended(String sessionId, String eventId, Instant at, SessionStatus status, long totalIn) {
        return new SessionEnded(
                new EventIdentity(sessionId, eventId),
                at,
                TypedFields.builder().count(EventField.TOTAL_TOKENS_IN, totalIn).build(),
                at,
                status,
                Map.of());
    }

    public static StepRecorded step(String sessionId, String eventId, Instant at, String type, long in, long out) {
        return step(sessionId, eventId, at, type, in, out, Map.of());
    }

    public static StepRecorded step(
            String sessionId, String eventId, Instant at, String type, long in, long out, Map<String, RawJson> fields) {
        return new StepRecorded(
                new EventIdentity(sessionId, eventId),
                type,
                at,
                call("gpt-4", in, out)
                        .milliseconds(EventField.DURATION_MS, new BigDecimal("12.5"))
                        .build(),
                fields);
    }

    /** Of a call of a model; tokens that were cached and thought are a part of the others. */
    public static TypedFields.Builder call(String model, long in, long out) {
        return TypedFields.builder()
                .text(EventField.MODEL, model)
                .count(EventField.TOKENS_IN, in)
                .count(EventField.TOKENS_OUT, out);
    }

    /** The same event under another identity. */
    public static AgentEvent withIdentity(AgentEvent event, EventIdentity identity) {
        if (event instanceof SessionStarted e) {
            return new SessionStarted(identity, e.timestamp(), e.typed(), e.fields());
        }
        if (event instanceof SessionEnded e) {
            return new SessionEnded(identity, e.timestamp(), e.typed(), e.endedAt(), e.status(), e.fields());
        }
        StepRecorded e = (StepRecorded) event;
        return new StepRecorded(identity, e.eventType(), e.timestamp(), e.typed(), e.fields());
    }

    private static TypedFields.Builder agent(String agentName) {
        return TypedFields.builder().text(EventField.AGENT_NAME, agentName);
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
        TypedFields.Builder typed = agent(agentName)
                .text(EventField.CONVERSATION_ID, random.nextInt(3) > 0 ? null : "c" + random.nextInt(3));
        return switch (random.nextInt(6)) {
            case 0 ->
                new SessionStarted(
                        identity,
                        at,
                        typed.build(),
                        random.nextBoolean()
                                ? Map.of()
                                : Map.of("metadata", RawJson.of("[" + random.nextInt(9) + "]")));
            case 1 ->
                new SessionEnded(
                        identity,
                        at,
                        typed.count(EventField.TOTAL_TOKENS_IN, random.nextInt(3) * 100L)
                                .count(EventField.TOTAL_TOKENS_OUT, random.nextInt(3) * 10L)
                                .build(),
                        at.plusSeconds(random.nextInt(-5, 60)),
                        SessionStatus.values()[1 + random.nextInt(3)],
                        Map.of());
            default ->
                new StepRecorded(
                        identity,
                        TYPES.get(random.nextInt(TYPES.size())),
                        at,
                        typed.text(EventField.MODEL, random.nextInt(3) == 0 ? null : "model-" + random.nextInt(3))
                                .count(EventField.TOKENS_IN, random.nextInt(100))
                                .count(EventField.TOKENS_OUT, random.nextInt(100))
                                .count(EventField.CACHE_READ_TOKENS, random.nextInt(2) * 7L)
                                .count(EventField.CACHE_WRITE_TOKENS, random.nextInt(2) * 5L)
                                .count(EventField.REASONING_TOKENS, random.nextInt(2) * 3L)
                                .milliseconds(
                                        EventField.DURATION_MS,
                                        random.nextInt(3) == 0 ? null : BigDecimal.valueOf(random.nextInt(1000), 1))
                                .build(),
                        randomFields(random));
        };
    }

    private static Map<String, RawJson> randomFields(RandomGenerator random) {
        return switch (random.nextInt(5)) {
            case 0 -> Map.of("input_data", RawJson.of("{\"prompt\":\"What is " + random.nextInt(9) + "?\"}"));
            case 1 -> Map.of("tool_call", RawJson.of("{\"tool_name\":\"tool-" + random.nextInt(4) + "\"}"));
            case 2 -> Map.of("error", RawJson.of("{\"message\":\"failed " + random.nextInt(4) + "\"}"));
            case 3 -> Map.of("output_data", RawJson.of("{\"n\":" + random.nextInt(9) + "}"));
            default -> Map.of("span_id", RawJson.ofString("x" + random.nextInt(9)));
        };
    }
}
