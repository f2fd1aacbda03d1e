/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.launcher.dashboard;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.launcher.AgentRuns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the dashboard is shown with: recorded runs and traces, as if they were of the last weeks, and made ones for its limits. */
final class DashboardData {

    /** In every field; none of it may do or load anything. */
    static final String HOSTILE =
            "<script>window.hacked=1</script><img src=x onerror=\"window.hacked=1\"> [a](javascript:window.hacked=1) **b** \u202Ertl\u202C \"q\"";

    private static final JsonMapper JSON = JsonMapper.shared();
    private static final Path TRACES = Path.of("../otlp/src/test/resources/recordings");
    private static final List<String> AGENTS = List.of("swe-agent", "billing-agent", "support-agent", "research-agent");
    private static final List<String> MODELS =
            List.of("gpt-4o", "claude-3-5-sonnet", "gpt-4o-mini", "gemini-2.5-flash");

    private DashboardData() {}

    /** Bodies of POST /v1/traces. */
    static List<String> traces() {
        return traceFiles().stream().map(DashboardData::read).toList();
    }

    /** Bodies of POST /events: each recorded run as it is, and copies of them spread over four weeks, some of which fail. */
    static List<String> runs(Instant now) {
        Random random = new Random(5);
        List<String> bodies = new ArrayList<>();
        List<Path> files = AgentRuns.files();
        files.forEach(file -> bodies.add(read(file)));
        for (int i = 0; i < 60; i++) {
            Path file = files.get(random.nextInt(files.size()));
            Instant start = now.minusSeconds((long)
                    (Math.pow(random.nextDouble(), 1.5) * Duration.ofDays(27).toSeconds()));
            bodies.add(copy((ArrayNode) JSON.readTree(read(file)).path("events"), "run-" + i, start, random));
        }
        return bodies;
    }

    private static String copy(ArrayNode events, String id, Instant start, Random random) {
        Instant first = Instant.parse(events.get(0).path("timestamp").stringValue());
        String agent = AGENTS.get(Math.min(random.nextInt(AGENTS.size()), random.nextInt(AGENTS.size())));
        String model = MODELS.get(random.nextInt(MODELS.size()));
        boolean fails = random.nextInt(6) == 0;
        for (JsonNode node : events) {
            ObjectNode event = (ObjectNode) node;
            event.put("session_id", id);
            for (String field : List.of("timestamp", "ended_at")) {
                if (event.has(field)) {
                    Instant at = Instant.parse(event.path(field).stringValue());
                    event.put(field, start.plus(Duration.between(first, at)).toString());
                }
            }
            if (event.has("model")) {
                event.put("model", model);
            }
            switch (event.path("event_type").stringValue()) {
                case "session_start" -> event.put("agent_name", agent);
                case "session_end" -> event.put("status", fails ? "error" : "completed");
                case "tool_call" -> {
                    if (fails && random.nextInt(4) == 0) {
                        event.put("event_type", "tool_error");
                        event.putObject("output_data").put("error", "The tool did not respond within 30 s");
                    }
                }
                default -> {}
            }
        }
        return batch(events);
    }

    /** A session of spans in groups of ten, some of which failed, in batches. */
    static List<String> large(String session, int events, Instant start) {
        List<Object> all = new ArrayList<>();
        all.add(Map.of(
                "event_type",
                "session_start",
                "session_id",
                session,
                "agent_name",
                "crawler",
                "timestamp",
                start.toString()));
        for (int i = 0; i < events; i++) {
            Map<String, Object> event = new LinkedHashMap<>();
            boolean group = i % 10 == 0;
            event.put(
                    "event_type",
                    group ? "agent_call" : i % 397 == 5 ? "tool_error" : i % 3 == 1 ? "llm_call" : "tool_call");
            event.put("session_id", session);
            event.put("event_id", session + "-" + i);
            event.put("span_id", "span-" + i);
            event.put("timestamp", start.plusMillis(i * 100L).toString());
            event.put("duration_ms", group ? 1000 : 40 + i % 90);
            if (group) {
                event.put("name", "crawl page " + i / 10);
            } else {
                event.put("parent_span_id", "span-" + (i - i % 10));
                event.put(
                        "tool_call",
                        Map.of("tool_name", i % 2 == 0 ? "fetch" : "store", "tool_input", "https://example.org/" + i));
            }
            event.put("input_data", Map.of("prompt", "Summarise page " + i + ". " + "It is long. ".repeat(40)));
            all.add(event);
        }
        List<String> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += 2_000) {
            batches.add(batch(all.subList(from, Math.min(all.size(), from + 2_000))));
        }
        return batches;
    }

    static String hostile(String session) {
        String large = "<b>1 MB</b> ".repeat(90_000);
        Map<String, Object> nested = Map.of(HOSTILE, List.of(HOSTILE, Map.of(HOSTILE, HOSTILE)));
        return batch(List.of(
                Map.of(
                        "event_type",
                        "session_start",
                        "session_id",
                        session,
                        "agent_name",
                        HOSTILE,
                        "metadata",
                        Map.of(HOSTILE, HOSTILE, "a", HOSTILE)),
                Map.of(
                        "event_type",
                        "llm_call",
                        "session_id",
                        session,
                        "event_id",
                        HOSTILE,
                        "model",
                        HOSTILE,
                        "input_data",
                        Map.of("prompt", HOSTILE),
                        "output_data",
                        Map.of("response", HOSTILE + "\n# heading\n<h1>h</h1>"),
                        "decision_trace",
                        Map.of("reasoning", HOSTILE),
                        "tokens_in",
                        3),
                Map.of("event_type", HOSTILE.substring(0, 64), "session_id", session, "name", HOSTILE, "own", nested),
                Map.of(
                        "event_type",
                        "tool_error",
                        "session_id",
                        session,
                        "event_id",
                        "failed",
                        "tool_call",
                        Map.of("tool_name", HOSTILE, "tool_input", nested, "tool_output", large),
                        "output_data",
                        Map.of("error", HOSTILE)),
                Map.of(
                        "event_type",
                        "llm_call",
                        "session_id",
                        session,
                        "input_data",
                        Map.of("prompt", large),
                        "output_data",
                        "\u0645\u0631\u062D\u0628\u0627 " + HOSTILE)));
    }

    static String batch(Object events) {
        return JSON.writeValueAsString(Map.of("events", events));
    }

    private static List<Path> traceFiles() {
        try (Stream<Path> files = Files.list(TRACES)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
