/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts the events of one session together, each after the time that the one before it took. */
final class DemoSession {

    private static final Duration PAUSE = Duration.ofMillis(120);

    private final String sessionId;
    private final List<Map<String, Object>> events = new ArrayList<>();
    private Instant now;

    DemoSession(String sessionId, Instant startedAt) {
        this.sessionId = sessionId;
        this.now = startedAt.truncatedTo(ChronoUnit.MILLIS);
    }

    DemoSession start(String agentName, Map<String, Object> metadata) {
        Map<String, Object> event = event("session_start", 0);
        event.put("agent_name", agentName);
        event.put("metadata", metadata);
        return this;
    }

    DemoSession llm(
            String model, String prompt, String response, int tokensIn, int tokensOut, double ms, String reasoning) {
        Map<String, Object> event = event("llm_call", ms);
        event.put("model", model);
        event.put("input_data", Map.of("prompt", prompt));
        event.put("output_data", Map.of("response", response));
        event.put("tokens_in", tokensIn);
        event.put("tokens_out", tokensOut);
        event.put("decision_trace", Map.of("reasoning", reasoning));
        return this;
    }

    DemoSession tool(String name, Map<String, Object> input, Map<String, Object> output, double ms) {
        event("tool_call", ms).put("tool_call", Map.of("tool_name", name, "tool_input", input, "tool_output", output));
        return this;
    }

    DemoSession toolError(String name, Map<String, Object> input, String message) {
        Map<String, Object> event = event("tool_error", 12.5);
        event.put("tool_call", Map.of("tool_name", name, "tool_input", input));
        event.put("output_data", Map.of("error", message));
        return this;
    }

    DemoSession decision(String reasoning, List<String> alternatives, double confidence) {
        event("decision", 0)
                .put(
                        "decision_trace",
                        Map.of(
                                "reasoning", reasoning,
                                "alternatives_considered", alternatives,
                                "confidence", confidence));
        return this;
    }

    List<Map<String, Object>> end(String status) {
        Map<String, Object> event = event("session_end", 0);
        event.put("ended_at", now.toString());
        event.put("status", status);
        return events;
    }

    List<Map<String, Object>> events() {
        return events;
    }

    private Map<String, Object> event(String type, double ms) {
        now = now.plus(PAUSE).plusNanos((long) (ms * 1_000_000)).truncatedTo(ChronoUnit.MILLIS);
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("session_id", sessionId);
        event.put("event_id", sessionId + "-" + events.size());
        event.put("event_type", type);
        event.put("timestamp", now.toString());
        if (ms > 0) {
            event.put("duration_ms", ms);
        }
        events.add(event);
        return event;
    }
}
