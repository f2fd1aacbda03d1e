/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.fold;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.common.text.ShortText;
import dev.agentlens.common.vocabulary.ErrorTypes;
import dev.agentlens.messages.ToolCalls;
import dev.agentlens.messages.error.ErrorText;
import dev.agentlens.messages.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an event's JSON says that is counted and searched for.
 *
 * @param tools names of the tools that the event is about, each once
 * @param failed whether it is an error: by its type, {@code error}, {@code agent_error} or {@code tool_error}, or by a field
 *     {@code error} that says so
 */
public record EventReading(List<String> tools, boolean failed) {

    /** What most events say. */
    public static final EventReading PLAIN = new EventReading(List.of(), false);

    private static final int MAX_TOOLS = 32;
    private static final int MAX_TOOL_LENGTH = 128;
    private static final Set<String> PLAIN_CALL = Set.of(
            "tool_name", "tool_input", "tool_output", "tool_call_id", "name", "input", "output", "call_id", "id");

    public static EventReading of(AgentEvent event) {
        if (!(event instanceof StepRecorded step)) {
            return PLAIN;
        }
        List<String> tools = tools(step);
        boolean failed =
                ErrorTypes.include(step.eventType()) || saysError(step.fields().get("error"));
        return tools.isEmpty() && !failed ? PLAIN : new EventReading(tools, failed);
    }

    private static boolean saysError(@Nullable RawJson error) {
        if (error == null) {
            return false;
        }
        JsonNode value = Json.parse(error.text());
        return value != null && ErrorText.of(value) != null;
    }

    private static List<String> tools(StepRecorded step) {
        RawJson call = step.fields().get("tool_call");
        if (call == null && !ToolCalls.areOf(step.eventType()) && !mayNameTool(step.fields())) {
            return List.of();
        }
        String plain = call == null ? null : plainName(call);
        if (plain != null) {
            return List.of(shortened(plain));
        }
        return ToolCalls.names(Payloads.of(step)).stream()
                .map(EventReading::shortened)
                .filter(name -> !name.isEmpty())
                .distinct()
                .limit(MAX_TOOLS)
                .toList();
    }

    private static boolean mayNameTool(Map<String, RawJson> fields) {
        RawJson attributes = fields.get("attributes");
        return fields.containsKey("tool_name")
                || fields.containsKey("toolName")
                || attributes != null && (attributes.mentions("tool.name") || attributes.mentions("toolCall.name"));
    }

    /** The name in the documented shape, read without a tree; null where a closer look is due. */
    private static @Nullable String plainName(RawJson call) {
        if (call.kind() != JsonKind.OBJECT) {
            return null;
        }
        Map<String, RawJson> fields = call.fields();
        RawJson name = fields.get("tool_name");
        String text = name == null ? null : name.string();
        return text != null && !text.isBlank() && PLAIN_CALL.containsAll(fields.keySet()) ? text : null;
    }

    private static String shortened(String name) {
        return ShortText.cut(ShortText.clean(name).strip(), MAX_TOOL_LENGTH);
    }
}
