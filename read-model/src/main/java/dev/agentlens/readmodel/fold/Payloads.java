/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.fold;

import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.json.JsonObjectWriter;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.messages.Payload;
import dev.agentlens.messages.json.Json;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The JSON of an event as trees, for what reads any shape. */
final class Payloads {

    private static final Set<String> OWN = Set.of("input_data", "output_data", "tool_call", "decision_trace");

    private Payloads() {}

    static Payload of(StepRecorded step) {
        return new Payload(
                step.eventType(),
                tree(step.fields().get("input_data")),
                tree(step.fields().get("output_data")),
                tree(step.fields().get("tool_call")),
                others(step.fields()));
    }

    private static @Nullable JsonNode others(Map<String, RawJson> fields) {
        if (OWN.containsAll(fields.keySet())) {
            return null;
        }
        JsonObjectWriter json = new JsonObjectWriter(256);
        fields.forEach((name, value) -> {
            if (!OWN.contains(name)) {
                json.raw(name, value);
            }
        });
        return tree(json.value());
    }

    private static @Nullable JsonNode tree(@Nullable RawJson json) {
        return json == null ? null : Json.parse(json.text());
    }
}
