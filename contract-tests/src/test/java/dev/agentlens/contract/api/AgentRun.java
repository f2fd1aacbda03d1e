/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.contract.api;

import static java.util.Comparator.comparing;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * A recorded run of a coding agent, and what the file itself says of it.
 *
 * @param body of POST /events, under a session id of its own
 */
record AgentRun(String name, String sessionId, String body, List<JsonNode> events) {

    private static final List<String> EVENT_FIELDS = List.of(
            "event_id",
            "session_id",
            "event_type",
            "timestamp",
            "model",
            "input_data",
            "output_data",
            "tokens_in",
            "tokens_out",
            "tool_call",
            "decision_trace",
            "duration_ms");

    static List<AgentRun> all() {
        try (Stream<Path> files =
                Files.list(Path.of(AgentRun.class.getResource("/agent-runs").toURI()))) {
            List<AgentRun> runs = files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .map(AgentRun::load)
                    .toList();
            assertThat(runs).hasSize(14);
            return runs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AgentRun load(Path file) {
        try {
            String name = file.getFileName().toString().replace(".json", "");
            String sessionId = Api.newSession(name);
            // Names of events begin with the session's: only complete ids are replaced.
            String body = Files.readString(file).replace('"' + name + '"', '"' + sessionId + '"');
            return new AgentRun(
                    name, sessionId, body, Json.elements(Json.read(body).path("events")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    JsonNode start() {
        return only("session_start");
    }

    JsonNode end() {
        return only("session_end");
    }

    private JsonNode only(String type) {
        List<JsonNode> found = events.stream()
                .filter(event -> event.path("event_type").stringValue().equals(type))
                .toList();
        assertThat(found).hasSize(1);
        return found.get(0);
    }

    /** Without start and end, by timestamp, equal ones as in the file. */
    List<JsonNode> steps() {
        return events.stream()
                .filter(event -> !event.path("event_type").stringValue().matches("session_start|session_end"))
                .sorted(comparing(AgentRun::time))
                .toList();
    }

    static Instant time(JsonNode event) {
        return Instant.parse(event.path("timestamp").stringValue());
    }

    Instant startedAt() {
        return time(start());
    }

    Instant endedAt() {
        return Instant.parse(end().path("ended_at").stringValue());
    }

    long sum(String field) {
        return steps().stream().mapToLong(step -> step.path(field).asLong(0)).sum();
    }

    BigDecimal processingMs() {
        return Json.number(steps().stream()
                .filter(step -> step.has("duration_ms"))
                .map(step -> step.path("duration_ms").decimalValue())
                .reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    long count(Predicate<JsonNode> wanted) {
        return steps().stream().filter(wanted).count();
    }

    /** In order of first appearance. */
    Map<String, Long> countBy(String... path) {
        return steps().stream()
                .map(step -> {
                    JsonNode at = step;
                    for (String name : path) {
                        at = at.path(name);
                    }
                    return at;
                })
                .filter(JsonNode::isString)
                .collect(Collectors.groupingBy(JsonNode::stringValue, LinkedHashMap::new, Collectors.counting()));
    }

    /** As an item of GET /sessions, without its order. */
    Map<String, Object> session() {
        Map<String, Object> session = new LinkedHashMap<>();
        session.put("session_id", sessionId);
        session.put("agent_name", start().path("agent_name").stringValue());
        session.put("started_at", startedAt().toString());
        session.put("ended_at", endedAt().toString());
        session.put("metadata", Json.plain(start().path("metadata")));
        session.put("total_tokens_in", Json.number(sum("tokens_in")));
        session.put("total_tokens_out", Json.number(sum("tokens_out")));
        session.put("status", end().path("status").stringValue());
        return session;
    }

    /** The step as the API gives it back, with every field that the file gives it. */
    static Map<String, Object> asRead(JsonNode step) {
        Map<String, Object> event = new LinkedHashMap<>();
        EVENT_FIELDS.forEach(name -> event.put(name, null));
        event.putAll(Map.of("tokens_in", Json.number(0), "tokens_out", Json.number(0)));
        event.putAll(Map.of("input_data", Map.of(), "output_data", Map.of()));
        step.properties().forEach(field -> event.put(field.getKey(), Json.plain(field.getValue())));
        event.put("timestamp", time(step).toString());
        return event;
    }

    /** As an export has it: the session is above, not in each event. */
    static Map<String, Object> asExported(JsonNode step) {
        Map<String, Object> event = asRead(step);
        event.remove("session_id");
        return event;
    }

    long durationMs() {
        return Duration.between(startedAt(), endedAt()).toMillis();
    }

    /** The events as batches of their texts, in the order given. */
    static String batch(List<JsonNode> events) {
        return "{\"events\":" + Arrays.toString(events.stream().map(Json::write).toArray()) + "}";
    }
}
