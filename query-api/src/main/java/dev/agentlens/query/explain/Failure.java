/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.messages.Errors;
import dev.agentlens.query.session.JsonFields;
import dev.agentlens.query.session.TraceEvent;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The failure of a step. @param message blank if there is no reason */
record Failure(String message) {

    private static final Set<String> SIGNS = Set.of(
            "error",
            "errors",
            "error_message",
            "errorMessage",
            "errorText",
            "exception",
            "exception.message",
            "exception.stacktrace",
            "stack",
            "stacktrace",
            "stack_trace",
            "traceback",
            "status",
            "status_message",
            "statusMessage",
            "is_error",
            "isError",
            "attributes",
            "metadata",
            "events");

    /**
     * Null if the event does not report a failure.
     *
     * @param output the fields of {@code output_data}
     * @param call those of {@code tool_call}
     */
    static @Nullable Failure of(TraceEvent event, Map<String, RawJson> output, Map<String, RawJson> call) {
        boolean isError = event.eventType().endsWith("error");
        if (!isError && !hasSign(output) && !mayFail(event.extra()) && !toolMayFail(event.toolCall(), call)) {
            return null;
        }
        String message = Errors.of(event.payload());
        return message == null ? null : new Failure(message);
    }

    /** As the end of a sentence: {@code : message}, or a full stop. */
    String ending() {
        String shown = Markdown.inline(message, Markdown.LONG);
        return shown.isEmpty() ? "." : ": " + shown;
    }

    private static boolean toolMayFail(@Nullable RawJson call, Map<String, RawJson> fields) {
        if (call == null) {
            return false;
        }
        RawJson output = JsonFields.first(fields, "tool_output", "output");
        return call.kind() != JsonKind.OBJECT || hasSign(fields) || mayFail(output);
    }

    private static boolean mayFail(@Nullable RawJson data) {
        return hasSign(JsonFields.of(data));
    }

    private static boolean hasSign(Map<String, RawJson> fields) {
        for (String name : fields.keySet()) {
            if (SIGNS.contains(name)) {
                return true;
            }
        }
        return false;
    }
}
