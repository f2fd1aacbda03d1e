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

/** Puts one event into words. No line is written for what is absent. */
final class StepText {

    static final int CUT = 120;

    /** Fields beside {@code tool_call} that may have been read as the call of a tool. */
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
            case "messages" -> step.told(null, null, step.span.isInner() ? Dialogue.of(ModelCall.of(event)) : null);
            default -> step.told(null, step.span.thought(), null);
        };
    }

    private EventSummary modelCall(ModelCall call) {
        // What failed has no response, and says why in its headline.
        boolean failedInstead = failure != null && output.get("error") != null;
        Dialogue dialogue =
                new Dialogue(call.prompt(), failedInstead ? null : call.response(), call.requestedTools(), null);
        return told(dialogue, call.reasoning(), null);
    }

    private EventSummary told(@Nullable Dialogue call, @Nullable String thought, @Nullable Dialogue ofSpan) {
        Said said = span.saysByItself() ? said() : Said.NOTHING;
        return new EventSummary(
                links,
                event.eventType(),
                headline(),
                call,
                lines(said, thought),
                ofSpan,
                span.mayContain() ? new Container(span.asContainer(), said.input(), said.output()) : null,
                failure,
                event.tokensIn(),
                event.tokensOut(),
                event.durationMs());
    }

    /** What happened, as one sentence, and if it failed why. */
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
                String told = span.headline();
                yield (told == null ? "Event **" + name(event.eventType(), "unknown") + "**." : told) + failed();
            }
        };
    }

    /** What is known beside the prompt and the response of a model call, a line each. */
    private List<String> lines(Said said, @Nullable String thought) {
        List<String> lines = new ArrayList<>();
        switch (event.eventType()) {
            case "llm_call" -> tools.addTo(lines, false);
            case "tool_call" -> tools.addTo(lines, true);
            case "tool_error" -> {
                tools.addTo(lines, true);
                data(lines, said);
            }
            case "agent_error", "error" -> {
                tools.addTo(lines, false);
                data(lines, said);
            }
            default -> {
                tools.addTo(lines, false);
                data(lines, said);
                Set<String> told = span.fieldsToldElsewhere(tools.isEmpty() ? Set.of() : OF_TOOL);
                lines.addAll(AttributeLines.lines(
                        event, failure, told, (name, value) -> span.isToldElsewhere(name, value, !tools.isEmpty())));
            }
        }
        figures(lines);
        Reasoning.of(event, thought).addTo(lines);
        return lines;
    }

    private void data(List<String> lines, Said said) {
        if (said.input() != null && !tools.tell(ToolCall::input, event.inputData())) {
            lines.add("Input: " + said.input());
        }
        if (said.output() != null && !tools.tell(ToolCall::output, event.outputData())) {
            lines.add("Output: " + said.output());
        }
    }

    /** {@code input_data} and {@code output_data}, as they are shown. */
    private record Said(@Nullable String input, @Nullable String output) {
        static final Said NOTHING = new Said(null, null);
    }

    private Said said() {
        boolean ofModel = holdsMessages(event.inputData()) || holdsMessages(event.outputData());
        ModelCall call = ofModel ? ModelCall.of(event) : null;
        return new Said(
                shown(event.inputData(), call == null ? null : call.prompt()),
                shown(event.outputData(), call == null ? null : call.response()));
    }

    private static boolean holdsMessages(@Nullable RawJson data) {
        return data != null && !Collections.disjoint(data.fields().keySet(), LISTS_OF_MESSAGES);
    }

    private static @Nullable String shown(@Nullable RawJson json, @Nullable String said) {
        if (json == null || json.isNull() || json.text().equals("{}")) {
            return null;
        }
        return said == null ? cut(json.text()) : said;
    }

    private void figures(List<String> lines) {
        if (event.tokensIn() > 0 || event.tokensOut() > 0) {
            lines.add("Tokens: " + event.tokensIn() + " in / " + event.tokensOut() + " out");
        }
        if (event.durationMs() != null) {
            lines.add("Duration: " + Durations.event(event.durationMs()));
        }
    }

    /** {@code absent} stands for a name of which nothing can be seen, too. */
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
