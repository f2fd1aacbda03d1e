/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event with those that are within it. */
final class StepNode {

    private final EventSummary told;
    private final @Nullable EventSummary end;
    private final List<StepNode> inner = new ArrayList<>();
    private Dialogue messages = Dialogue.NONE;

    /** @param end the event that says how it ended, if another one does */
    StepNode(EventSummary told, @Nullable EventSummary end) {
        this.told = told;
        this.end = end;
    }

    void add(StepNode node) {
        inner.add(node);
    }

    /** Later ones go on with what earlier ones began. */
    void addMessages(Dialogue more) {
        messages = more.or(messages);
    }

    List<StepNode> inner() {
        return inner;
    }

    String headline() {
        return told.headline();
    }

    List<String> details() {
        return told.details(messages);
    }

    /** How it is told as what contains others; null where it is a step of its own. */
    @Nullable
    Container container() {
        return inner.isEmpty() ? null : told.container();
    }

    /** What a container was given and gave, where no model call within it says what was. */
    List<String> saidByNobodyElse(Container container) {
        List<String> lines = new ArrayList<>();
        if (inner.stream().noneMatch(StepNode::tellsPrompt)) {
            add(lines, "Prompt: ", messages.prompt());
            add(lines, "Input: ", messages.prompt() == null ? container.input() : null);
        }
        if (inner.stream().noneMatch(StepNode::tellsResponse)) {
            add(lines, "Response: ", messages.response());
            add(lines, "Output: ", messages.response() == null ? container.output() : null);
        }
        return lines;
    }

    /** Each token once: an event that contains others repeats theirs. */
    Tokens tokens() {
        Tokens sum = Tokens.NONE;
        for (StepNode node : inner) {
            sum = sum.plus(node.tokens());
        }
        return sum.isNone() ? new Tokens(told.tokensIn(), told.tokensOut()) : sum;
    }

    @Nullable
    BigDecimal durationMs() {
        return told.durationMs() == null && end != null ? end.durationMs() : told.durationMs();
    }

    @Nullable
    Failure failure() {
        return told.failure() == null && end != null ? end.failure() : told.failure();
    }

    private boolean tellsPrompt() {
        return told.call() != null && told.call().or(messages).prompt() != null
                || inner.stream().anyMatch(StepNode::tellsPrompt);
    }

    private boolean tellsResponse() {
        return told.call() != null && told.call().or(messages).response() != null
                || inner.stream().anyMatch(StepNode::tellsResponse);
    }

    private static void add(List<String> lines, String label, @Nullable String text) {
        if (text != null) {
            lines.add(label + text);
        }
    }

    /** Of the calls of models. */
    record Tokens(long in, long out) {
        static final Tokens NONE = new Tokens(0, 0);

        Tokens plus(Tokens other) {
            return new Tokens(in + other.in, out + other.out);
        }

        boolean isNone() {
            return in == 0 && out == 0;
        }
    }
}
