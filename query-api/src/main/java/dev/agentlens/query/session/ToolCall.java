/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.common.text.ShortText;
import dev.agentlens.messages.ToolCalls;
import dev.agentlens.messages.json.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A tool call of an event. Unknown parts are null.
 *
 * @param input JSON; an object or array that came as a JSON string is that object or array
 */
public record ToolCall(
        @Nullable String name,
        @Nullable RawJson input,
        @Nullable RawJson output) {

    private static final Set<String> PLAIN_FIELDS =
            Set.of("tool_name", "tool_input", "tool_output", "name", "input", "output");

    /** Every call of the event, in any shape that {@link ToolCalls} reads; empty if it is not about a tool. */
    public static List<ToolCall> of(TraceEvent event) {
        return of(event, JsonFields.of(event.toolCall()));
    }

    /** @param call the fields of {@code tool_call} */
    public static List<ToolCall> of(TraceEvent event, Map<String, RawJson> call) {
        if (event.toolCall() == null && event.extra() == null && !isAboutTool(event)) {
            return List.of();
        }
        ToolCall plain = plain(event, call);
        return plain == null
                ? ToolCalls.of(event.payload()).stream().map(ToolCall::of).toList()
                : List.of(plain);
    }

    /** The names of the tools that the event is about, each once. */
    public static Set<String> names(TraceEvent event) {
        Set<String> names = new LinkedHashSet<>();
        for (ToolCall call : of(event)) {
            if (call.name() != null) {
                names.add(call.name());
            }
        }
        return names;
    }

    /** The usual shape, read without a tree; null if the event needs to be parsed. */
    private static @Nullable ToolCall plain(TraceEvent event, Map<String, RawJson> fields) {
        RawJson name = JsonFields.first(fields, "tool_name", "name");
        String text = name == null ? null : name.string();
        RawJson input = JsonFields.first(fields, "tool_input", "input");
        RawJson output = JsonFields.first(fields, "tool_output", "output");
        boolean complete = !isAboutTool(event)
                || (input != null || JsonFields.isEmpty(event.inputData()))
                        && (output != null || JsonFields.isEmpty(event.outputData()))
                        && (event.extra() == null || input != null && output != null);
        return complete
                        && text != null
                        && !text.isEmpty()
                        && PLAIN_FIELDS.containsAll(fields.keySet())
                        && !mayHoldJson(input)
                ? new ToolCall(ShortText.clean(text), input, output)
                : null;
    }

    private static boolean isAboutTool(TraceEvent event) {
        return ToolCalls.areOf(event.eventType());
    }

    private static boolean mayHoldJson(@Nullable RawJson input) {
        String text = input == null ? null : input.string();
        return text != null && (text.contains("{") || text.contains("["));
    }

    private static ToolCall of(dev.agentlens.messages.message.ToolCall call) {
        return new ToolCall(
                call.name() == null ? null : ShortText.clean(call.name()), raw(call.input()), raw(call.output()));
    }

    private static @Nullable RawJson raw(@Nullable JsonNode json) {
        return json == null ? null : RawJson.of(Json.compact(json));
    }
}
