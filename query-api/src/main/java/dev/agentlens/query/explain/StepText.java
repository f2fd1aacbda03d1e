/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.query.session.JsonFields;
import dev.agentlens.query.session.ToolCall;
import dev.agentlens.query.session.TraceEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Describes one event in words. Absent values have no line. */
final class StepText {

    static final int CUT = 120;

    /** Fields beside {@code tool_call} that may have been read as a tool call. */
    private static final Set<String> OF_TOOL =
            Set.of("tool_name", "toolName", "tool_input", "toolInput", "tool_output", "toolOutput");

    private static final Set<String> LISTS_OF_MESSAGES = Set.of("messages", "choices", "candidates", "contents");

    private final TraceEvent event;
    private final Links links;
    private final SpanText span;
    private final ToolText tools;
    private final Map<String, RawJson> output;
    private final @Nullable Failure failure;

    private StepText(TraceEvent event) {
        this.event = event;
        this.links = Links.of(event);
        this.span = new SpanText(event, links);
        this.output = JsonFields.of(event.outputData());
        Map<String, RawJson> call = JsonFields.of(event.toolCall());
        this.tools = new ToolText(ToolCall.of(event, call));
        this.failure = Failure.of(event, output, call);
    }

    static EventSummary of(TraceEvent event) {
        StepText step = new StepText(event);
        return switch (event.eventType()) {
            case "llm_call" -> step.modelCall(ModelCall.of(event, step.output));
            case "messages" -> step.summary(null, null, step.span.isInner() ? Dialogue.of(ModelCall.of(event)) : null);
            default -> step.summary(null, step.span.thought(), null);
        };
    }

    private EventSummary modelCall(ModelCall call) {
        // A failed call has no response; its headline has the error.
        boolean failedInstead = failure != null && output.get("error") != null;
        Dialogue dialogue =
                new Dialogue(call.prompt(), failedInstead ? null : call.response(), call.requestedTools(), null);
        return summary(dialogue, call.reasoning(), null);
    }

    private EventSummary summary(@Nullable Dialogue call, @Nullable String thought, @Nullable Dialogue ofSpan) {
        ShownData data = span.showsData() ? shownData() : ShownData.NONE;
        return new EventSummary(
                links,
                event.eventType(),
                headline(),
                call,
                lines(data, thought),
                ofSpan,
                span.mayContain() ? new Container(span.asContainer(), data.input(), data.output()) : null,
                failure,
                event.tokensIn(),
                event.tokensOut(),
                event.durationMs());
    }

    /** What happened, as one sentence, with the reason of a failure. */
    private String headline() {
        return switch (event.eventType()) {
            case "llm_call" ->
                "The agent made an LLM call using " + name(event.model(), "an unknown model") + "." + failed();
            case "tool_call" -> "The agent called the " + tools.names() + "." + failed();
            case "tool_error" -> "The " + tools.names() + " failed" + message();
            case "agent_error" -> "The agent failed" + message();
            case "error" -> "An error occurred" + message();
            case "decision" -> "The agent made a decision." + failed();
            default -> {
                String ofSpan = span.headline();
                yield (ofSpan == null ? "Event **" + name(event.eventType(), "unknown") + "**." : ofSpan) + failed();
            }
        };
    }

    /** Details other than the prompt and the response of a model call, one line each. */
    private List<String> lines(ShownData data, @Nullable String thought) {
        List<String> lines = new ArrayList<>();
        switch (event.eventType()) {
            case "llm_call" -> tools.addTo(lines, false);
            case "tool_call" -> tools.addTo(lines, true);
            case "tool_error" -> {
                tools.addTo(lines, true);
                addData(lines, data);
            }
            case "agent_error", "error" -> {
                tools.addTo(lines, false);
                addData(lines, data);
            }
            default -> {
                tools.addTo(lines, false);
                addData(lines, data);
                Set<String> shown = span.fieldsShownElsewhere(tools.isEmpty() ? Set.of() : OF_TOOL);
                lines.addAll(AttributeLines.lines(
                        event, failure, shown, (name, value) -> span.isShownElsewhere(name, value, !tools.isEmpty())));
            }
        }
        figures(lines);
        Reasoning.of(event, thought).addTo(lines);
        return lines;
    }

    private void addData(List<String> lines, ShownData data) {
        if (data.input() != null && !tools.hasPart(ToolCall::input, event.inputData())) {
            lines.add("Input: " + data.input());
        }
        if (data.output() != null && !tools.hasPart(ToolCall::output, event.outputData())) {
            lines.add("Output: " + data.output());
        }
    }

    /** {@code input_data} and {@code output_data}, as shown. */
    private record ShownData(
            @Nullable String input, @Nullable String output) {
        static final ShownData NONE = new ShownData(null, null);
    }

    private ShownData shownData() {
        boolean ofModel = holdsMessages(event.inputData()) || holdsMessages(event.outputData());
        ModelCall call = ofModel ? ModelCall.of(event) : null;
        return new ShownData(
                shown(event.inputData(), call == null ? null : call.prompt()),
                shown(event.outputData(), call == null ? null : call.response()));
    }

    private static boolean holdsMessages(@Nullable RawJson data) {
        return data != null && !Collections.disjoint(data.fields().keySet(), LISTS_OF_MESSAGES);
    }

    private static @Nullable String shown(@Nullable RawJson json, @Nullable String text) {
        if (json == null || json.isNull() || json.text().equals("{}")) {
            return null;
        }
        return text == null ? cut(json.text()) : text;
    }

    private void figures(List<String> lines) {
        if (event.tokensIn() > 0 || event.tokensOut() > 0) {
            lines.add("Tokens: " + event.tokensIn() + " in / " + event.tokensOut() + " out");
        }
        if (event.durationMs() != null) {
            lines.add("Duration: " + Durations.event(event.durationMs()));
        }
    }

    /** Returns {@code absent} also for a name without visible characters. */
    static String name(@Nullable String name, String absent) {
        String shown = name == null ? "" : cut(name);
        return shown.isEmpty() ? absent : shown;
    }

    private String message() {
        return failure == null ? "." : failure.ending();
    }

    private String failed() {
        return failure == null ? "" : " It failed" + failure.ending();
    }

    static String cut(String text) {
        return Markdown.inline(text, CUT);
    }
}
