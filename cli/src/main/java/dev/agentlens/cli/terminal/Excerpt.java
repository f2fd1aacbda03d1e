/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.terminal;

import dev.agentlens.common.json.RawJson;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The most informative part of an event's payload, in a few words on one line. */
public final class Excerpt {

    private static final int LONGEST = 60;

    private Excerpt() {}

    /** Of a tool call its name, input and output; else the step's input and output. */
    public static @Nullable String inAndOut(Map<String, RawJson> fields) {
        RawJson call = present(fields.get("tool_call"));
        RawJson tool = call == null ? null : call.field("tool_name");
        String name = tool == null ? null : of(tool);
        String in = of(call == null ? fields.get("input_data") : call.field("tool_input"));
        String out = of(call == null ? fields.get("output_data") : call.field("tool_output"));
        String given = name == null ? in : in == null ? name : name + " " + in;
        return out == null ? given : given == null ? "→ " + out : given + " → " + out;
    }

    /** A string as it is, an object of one field as that field, anything else as JSON; null where there is nothing. */
    public static @Nullable String of(@Nullable RawJson json) {
        if (json == null || json.isNull()) {
            return null;
        }
        Map<String, RawJson> fields = json.fields();
        RawJson content = fields.size() == 1 ? fields.values().iterator().next() : json;
        String string = content.string();
        String text = string == null ? content.text() : string;
        return text.isEmpty() || text.equals("{}") ? null : PrettyPrinter.line(text, LONGEST);
    }

    private static @Nullable RawJson present(@Nullable RawJson json) {
        return json == null || json.isNull() ? null : json;
    }
}
