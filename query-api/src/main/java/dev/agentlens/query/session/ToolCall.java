/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.common.text.ShortText;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code tool_call} of an event, under either set of names: {@code tool_name}, {@code tool_input},
 * {@code tool_output} or {@code name}, {@code input}, {@code output}.
 */
public record ToolCall(
        @Nullable String name,
        @Nullable RawJson input,
        @Nullable RawJson output) {

    /** All null where the event has no tool call, or one that is no JSON object. */
    public static ToolCall of(TraceEvent event) {
        Map<String, RawJson> fields = JsonFields.of(event.toolCall());
        RawJson name = JsonFields.first(fields, "tool_name", "name");
        String text = name == null ? null : name.string();
        return new ToolCall(
                text == null || text.isEmpty() ? null : ShortText.clean(text),
                JsonFields.first(fields, "tool_input", "input"),
                JsonFields.first(fields, "tool_output", "output"));
    }
}
