/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.fold;

import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.text.ShortText;
import dev.agentlens.messages.Errors;
import dev.agentlens.messages.MessageText;
import dev.agentlens.messages.Step;
import dev.agentlens.messages.ToolCalls;
import java.util.Set;
import java.util.StringJoiner;
import java.util.StringTokenizer;
import org.jspecify.annotations.Nullable;

/**
 * Short texts of an event. They take a closer look at its JSON, so they are asked for only where they may decide something.
 */
public final class EventTexts {

    private static final int MAX_TITLE = 120;
    private static final int MAX_ERROR = 200;
    private static final String WHITE_SPACE = " \t\n\u000B\f\r";

    /** Types of events whose input is no prompt. */
    private static final Set<String> NO_PROMPT =
            Set.of("embedding", "retrieval", "reranker", "guardrail", "decision", "evaluator");

    private EventTexts() {}

    /** The words that a model or an agent was asked with, in one line of at most 120 characters; null if there are none. */
    public static @Nullable String title(StepRecorded step) {
        if (ToolCalls.areOf(step.eventType())
                || step.eventType().endsWith("error")
                || NO_PROMPT.contains(step.eventType())) {
            return null;
        }
        MessageText prompt = Step.of(Payloads.of(step)).prompt();
        String line = prompt == null || !prompt.words() ? "" : oneLine(prompt.text(), MAX_TITLE);
        return line.isEmpty() ? null : line;
    }

    /** Of an event that failed, in one line of at most 200 characters; its type where it has no message. */
    public static String error(StepRecorded step) {
        String message = Errors.of(Payloads.of(step));
        String line = message == null ? "" : oneLine(message, MAX_ERROR);
        return line.isEmpty() ? step.eventType() : line;
    }

    private static String oneLine(String text, int maxLength) {
        // Far more than is kept: what follows need not be looked at.
        String start = ShortText.cut(text, 20 * maxLength);
        StringJoiner words = new StringJoiner(" ");
        StringTokenizer tokens = new StringTokenizer(ShortText.clean(start), WHITE_SPACE);
        while (tokens.hasMoreTokens()) {
            words.add(tokens.nextToken());
        }
        String line = words.toString().strip();
        return ShortText.length(line) <= maxLength
                ? line
                : ShortText.cut(line, maxLength - 1).strip() + "…";
    }
}
