/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.query.session.JsonFields;
import dev.agentlens.query.session.ToolCall;
import dev.agentlens.query.session.TraceEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One event in words. No line is written for what is absent. */
final class StepText {

    static final int CUT = 120;

    private static final int MAX_TOOLS = 8;

    /** Fields beside {@code tool_call} that may have been read as the call of a tool. */
    private static final Set<String> OF_TOOL =
            Set.of("tool_name", "toolName", "tool_input", "toolInput", "tool_output", "toolOutput");

    private static final Set<String> LISTS_OF_MESSAGES = Set.of("messages", "choices", "candidates", "contents");

    private final TraceEvent event;
    private final List<ToolCall> tools;
    private final @Nullable Failure failure;

    StepText(TraceEvent event) {
        this.event = event;
        this.tools = ToolCall.of(event);
        this.failure = Failure.of(event);
    }

    /** What happened, as one sentence, and if it failed why. */
    String headline() {
        return switch (event.eventType()) {
            case "llm_call" ->
                "The agent made an LLM call using " + name(event.model(), "an unknown model") + "." + failed();
            case "tool_call" -> "The agent called the " + toolNames() + "." + failed();
            case "tool_error" -> "The " + toolNames() + " failed" + message();
            case "agent_error" -> "The agent failed" + message();
            case "error" -> "An error occurred" + message();
            case "decision" -> "The agent made a decision." + failed();
            default -> "Event **" + name(event.eventType(), "unknown") + "**." + failed();
        };
    }

    /** What is known of it, a line each. */
    List<String> details() {
        List<String> lines = new ArrayList<>();
        String thought = null;
        switch (event.eventType()) {
            case "llm_call" -> thought = modelCall(lines);
            case "tool_call" -> toolCalls(lines, true);
            case "tool_error" -> {
                toolCalls(lines, true);
                data(lines);
            }
            case "agent_error", "error" -> {
                toolCalls(lines, false);
                data(lines);
            }
            default -> {
                toolCalls(lines, false);
                data(lines);
                lines.addAll(Carried.lines(event, failure, tools.isEmpty() ? Set.of() : OF_TOOL));
            }
        }
        figures(lines);
        Reasoning.of(event, thought).addTo(lines);
        return lines;
    }

    private @Nullable String modelCall(List<String> lines) {
        ModelCall call = ModelCall.of(event);
        lines.add("Prompt: " + (call.prompt() == null ? "unknown prompt" : call.prompt()));
        // What failed has no response, and says why in its headline.
        if (failure == null
                || (call.response() != null && JsonFields.of(event.outputData()).get("error") == null)) {
            lines.add("Response: " + (call.response() == null ? "unknown response" : call.response()));
        }
        String requested = call.requestedTools();
        if (requested != null) {
            lines.add("Tool calls: " + requested);
        }
        toolCalls(lines, false);
        return call.reasoning();
    }

    /** @param named whether the headline has the names */
    private void toolCalls(List<String> lines, boolean named) {
        boolean several = tools.size() > 1;
        for (ToolCall call : tools.subList(0, Math.min(MAX_TOOLS, tools.size()))) {
            String of = several ? " (" + name(call.name(), "unknown tool") + ")" : "";
            if (call.name() != null && !named) {
                lines.add("Tool: " + cut(call.name()));
            }
            if (call.input() != null) {
                lines.add("Input" + of + ": " + cut(call.input().text()));
            }
            if (call.output() != null) {
                lines.add("Output" + of + ": " + cut(call.output().text()));
            }
        }
        if (tools.size() > MAX_TOOLS) {
            lines.add("… " + (tools.size() - MAX_TOOLS) + " more");
        }
    }

    private void data(List<String> lines) {
        RawJson input = event.inputData();
        RawJson output = event.outputData();
        ModelCall said = holdsMessages(input) || holdsMessages(output) ? ModelCall.of(event) : null;
        if (tools.stream()
                .noneMatch(call -> call.input() != null && call.input().equals(input))) {
            line(lines, "Input", input, said == null ? null : said.prompt());
        }
        if (tools.stream()
                .noneMatch(call -> call.output() != null && call.output().equals(output))) {
            line(lines, "Output", output, said == null ? null : said.response());
        }
    }

    private static boolean holdsMessages(@Nullable RawJson data) {
        return data != null && !Collections.disjoint(data.fields().keySet(), LISTS_OF_MESSAGES);
    }

    private static void line(List<String> lines, String label, @Nullable RawJson json, @Nullable String said) {
        if (json != null && !json.isNull() && !json.text().equals("{}")) {
            lines.add(label + ": " + (said == null ? cut(json.text()) : said));
        }
    }

    private void figures(List<String> lines) {
        if (event.tokensIn() > 0 || event.tokensOut() > 0) {
            lines.add("Tokens: " + event.tokensIn() + " in / " + event.tokensOut() + " out");
        }
        if (event.durationMs() != null) {
            lines.add("Duration: " + Durations.event(event.durationMs()));
        }
    }

    /** {@code **a** tool}, or {@code **a**, **b** and **c** tools}. */
    private String toolNames() {
        if (tools.size() < 2) {
            return "**" + name(tools.isEmpty() ? null : tools.get(0).name(), "unknown tool") + "** tool";
        }
        List<String> names = tools.stream()
                .map(call -> "**" + name(call.name(), "unknown tool") + "**")
                .distinct()
                .limit(MAX_TOOLS)
                .toList();
        if (names.size() < 2) {
            return names.get(0) + " tool";
        }
        int last = names.size() - 1;
        return names.subList(0, last).stream().collect(Collectors.joining(", ")) + " and " + names.get(last) + " tools";
    }

    /** {@code absent} stands for a name of which nothing can be seen, too. */
    private static String name(@Nullable String name, String absent) {
        String shown = name == null ? "" : cut(name);
        return shown.isEmpty() ? absent : shown;
    }

    private String message() {
        return failure == null ? "." : failure.ending();
    }

    private String failed() {
        return failure == null ? "" : " It failed" + failure.ending();
    }

    private static String cut(String text) {
        return Markdown.inline(text, CUT);
    }
}
