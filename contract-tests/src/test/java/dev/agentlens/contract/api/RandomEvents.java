/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.api;

import static java.util.Comparator.comparing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Random sets of events, and what the rules make of them, written down once more in the plainest way. */
final class RandomEvents {

    private static final Instant BASE = Instant.parse("2026-02-14T12:00:00Z");

    private static final Comparator<Map<String, Object>> BY_TIME =
            comparing(RandomEvents::time).thenComparing(event -> (String) event.get("event_id"));
    private static final Comparator<Map<String, Object>> BY_END =
            comparing(RandomEvents::end).thenComparing(event -> (String) event.get("event_id"));

    private RandomEvents() {}

    /** Starts and ends often share a time; ordinary events never do, for their order would then be the log's. */
    static List<Map<String, Object>> of(long seed) {
        Random random = new Random(seed);
        List<Integer> seconds =
                new ArrayList<>(Stream.iterate(0, i -> i + 1).limit(40).toList());
        Collections.shuffle(seconds, random);
        List<Map<String, Object>> events = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            events.add(SessionRulesIT.event(
                    "session_start",
                    "start-" + i,
                    "timestamp",
                    BASE.plusSeconds(random.nextInt(3)).toString(),
                    "agent_name",
                    "agent-" + i,
                    "metadata",
                    Map.of("start", i)));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            events.add(SessionRulesIT.event(
                    "session_end",
                    "end-" + i,
                    "timestamp",
                    BASE.plusSeconds(random.nextInt(40)).toString(),
                    "ended_at",
                    BASE.plusSeconds(30 + random.nextInt(2)).toString(),
                    "status",
                    List.of("completed", "error", "timeout").get(random.nextInt(3)),
                    "total_tokens_in",
                    random.nextInt(3) * 100,
                    "total_tokens_out",
                    random.nextInt(3) * 100));
        }
        for (int i = 1 + random.nextInt(7); i > 0; i--) {
            events.add(SessionRulesIT.event(
                    List.of("llm_call", "tool_call", "error", "decision").get(random.nextInt(4)),
                    "step-" + i,
                    "timestamp",
                    BASE.plusSeconds(seconds.get(i)).toString(),
                    "agent_name",
                    "agent-of-step-" + i,
                    "tokens_in",
                    random.nextInt(50),
                    "tokens_out",
                    random.nextInt(50)));
        }
        return events;
    }

    static Map<String, Object> expected(List<Map<String, Object>> events) {
        Map<String, Object> start = ofType(events, "session_start").min(BY_TIME).orElse(null);
        Map<String, Object> end = ofType(events, "session_end").max(BY_END).orElse(null);
        Map<String, Object> first = events.stream().min(BY_TIME).orElseThrow();
        List<Map<String, Object>> steps = events.stream()
                .filter(event -> !((String) event.get("event_type")).startsWith("session_"))
                .sorted(BY_TIME)
                .toList();
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("started_at", time(start == null ? first : start).toString());
        expected.put("agent_name", (start == null ? first : start).getOrDefault("agent_name", "default-agent"));
        expected.put("metadata", start == null ? Map.of() : Json.plain(Json.read(Json.write(start.get("metadata")))));
        expected.put("ended_at", end == null ? null : end(end).toString());
        expected.put("status", end == null ? "active" : end.get("status"));
        for (String direction : List.of("in", "out")) {
            int declared = end == null ? 0 : (int) end.get("total_tokens_" + direction);
            int sum = steps.stream()
                    .mapToInt(step -> (int) step.get("tokens_" + direction))
                    .sum();
            expected.put("total_tokens_" + direction, Json.number(declared > 0 ? declared : sum));
        }
        expected.put("total_events", Json.number(steps.size()));
        expected.put("events", steps.stream().map(step -> step.get("event_id")).toList());
        return expected;
    }

    static Map<String, Object> figures(JsonNode session) {
        Map<String, Object> figures = new LinkedHashMap<>();
        List.of(
                        "started_at",
                        "agent_name",
                        "metadata",
                        "ended_at",
                        "status",
                        "total_tokens_in",
                        "total_tokens_out",
                        "total_events")
                .forEach(name -> figures.put(name, Json.plain(session.path(name))));
        figures.put(
                "events",
                Json.elements(session.path("events")).stream()
                        .map(event -> event.path("event_id").stringValue())
                        .toList());
        return figures;
    }

    private static Stream<Map<String, Object>> ofType(List<Map<String, Object>> events, String type) {
        return events.stream().filter(event -> event.get("event_type").equals(type));
    }

    private static Instant time(Map<String, Object> event) {
        return Instant.parse((String) event.get("timestamp"));
    }

    private static Instant end(Map<String, Object> event) {
        return Instant.parse((String) event.get("ended_at"));
    }
}
