/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.messages;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an event carries beside its identity and figures; null where it has none.
 *
 * @param eventType its {@code event_type}
 * @param input its {@code input_data}
 * @param output its {@code output_data}
 * @param toolCall its {@code tool_call}
 * @param other an object of all fields that have no meaning of their own, {@code attributes} and {@code metadata} among
 *     them
 */
public record Payload(
        String eventType,
        @Nullable JsonNode input,
        @Nullable JsonNode output,
        @Nullable JsonNode toolCall,
        @Nullable JsonNode other) {

    private static final Set<String> ERRORS = Set.of("error", "agent_error", "tool_error");

    /** Of an event as it is sent and returned. */
    public static Payload of(ObjectNode event) {
        return new Payload(
                event.path("event_type").asString(""),
                event.get("input_data"),
                event.get("output_data"),
                event.get("tool_call"),
                event);
    }

    boolean isAboutTool() {
        return ToolCalls.areOf(eventType);
    }

    /** A type that counts as an error: {@code error}, {@code agent_error}, {@code tool_error}. */
    boolean isError() {
        return ERRORS.contains(eventType);
    }

    @Nullable
    JsonNode other(String name) {
        JsonNode value = other == null ? null : other.get(name);
        return value == null || value.isNull() ? null : value;
    }

    static boolean isEmpty(@Nullable JsonNode value) {
        return value == null
                || value.isNull()
                || value.isMissingNode()
                || (value.isObject() && value.valueStream().allMatch(JsonNode::isNull));
    }
}
