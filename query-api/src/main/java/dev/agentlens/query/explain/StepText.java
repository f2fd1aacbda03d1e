/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.query.session.JsonFields;
import dev.agentlens.query.session.ToolCall;
import dev.agentlens.query.session.TraceEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One event in words. No line is written for what is absent. */
final class StepText {

    private static final int CUT = 120;

    private StepText() {}

    /** What happened, as one sentence. */
    static String headline(TraceEvent event) {
        return switch (event.eventType()) {
            case "llm_call" -> "The agent made an LLM call using " + name(event.model(), "an unknown model") + ".";
            case "tool_call" -> "The agent called the **" + toolName(ToolCall.of(event)) + "** tool.";
            case "tool_error" -> "The **" + toolName(ToolCall.of(event)) + "** tool failed" + message(event);
            case "agent_error" -> "The agent failed" + message(event);
            case "error" -> "An error occurred" + message(event);
            case "decision" -> "The agent made a decision.";
            default -> "Event **" + name(event.eventType(), "unknown") + "**.";
        };
    }

    /** What is known of it, a line each. */
    static List<String> details(TraceEvent event) {
        List<String> lines = new ArrayList<>();
        switch (event.eventType()) {
            case "llm_call" -> {
                lines.add("Prompt: " + said(event.inputData(), "prompt"));
                lines.add("Response: " + said(event.outputData(), "response"));
            }
            case "tool_call" -> toolCall(lines, event);
            default -> {
                toolCall(lines, event);
                data(lines, "Input", event.inputData());
                data(lines, "Output", event.outputData());
            }
        }
        figures(lines, event);
        Reasoning.of(event.decisionTrace()).addTo(lines);
        return lines;
    }

    private static void toolCall(List<String> lines, TraceEvent event) {
        ToolCall call = ToolCall.of(event);
        boolean named = List.of("tool_call", "tool_error").contains(event.eventType());
        if (call.name() != null && !named) {
            lines.add("Tool: " + cut(call.name()));
        }
        if (call.input() != null) {
            lines.add("Input: " + cut(call.input().text()));
        }
        if (call.output() != null) {
            lines.add("Output: " + cut(call.output().text()));
        }
    }

    private static void data(List<String> lines, String label, @Nullable RawJson json) {
        if (json != null && !json.isNull() && !json.text().equals("{}")) {
            lines.add(label + ": " + cut(json.text()));
        }
    }

    private static void figures(List<String> lines, TraceEvent event) {
        if (event.tokensIn() > 0 || event.tokensOut() > 0) {
            lines.add("Tokens: " + event.tokensIn() + " in / " + event.tokensOut() + " out");
        }
        if (event.durationMs() != null) {
            lines.add("Duration: " + Durations.event(event.durationMs()));
        }
    }

    /** A prompt or response: quoted if it is a string, as JSON if it is anything else. Data that is no object is it. */
    private static String said(@Nullable RawJson data, String name) {
        RawJson value = data == null || data.kind() != JsonKind.OBJECT ? data : data.field(name);
        if (value == null || value.isNull()) {
            return "unknown " + name;
        }
        String text = value.string();
        return text == null ? cut(value.text()) : '"' + cut(text) + '"';
    }

    private static String toolName(ToolCall call) {
        return name(call.name(), "unknown tool");
    }

    /** {@code absent} stands for a name of which nothing can be seen, too. */
    private static String name(@Nullable String name, String absent) {
        String shown = name == null ? "" : cut(name);
        return shown.isEmpty() ? absent : shown;
    }

    private static String message(TraceEvent event) {
        RawJson message = errorMessage(event);
        if (message == null) {
            return ".";
        }
        String text = message.string();
        return ": " + Markdown.inline(text == null ? message.text() : text, Markdown.LONG);
    }

    private static @Nullable RawJson errorMessage(TraceEvent event) {
        for (RawJson data : new RawJson[] {event.outputData(), event.inputData(), event.toolCall(), event.extra()}) {
            RawJson message = errorMessage(JsonFields.of(data));
            if (message != null) {
                return message;
            }
        }
        return null;
    }

    private static @Nullable RawJson errorMessage(Map<String, RawJson> fields) {
        RawJson error = JsonFields.first(fields, "error", "error_message", "message", "exception");
        if (error == null || error.kind() != JsonKind.OBJECT) {
            return error;
        }
        RawJson inner = errorMessage(error.fields());
        return inner == null ? error : inner;
    }

    private static String cut(String text) {
        return Markdown.inline(text, CUT);
    }
}
