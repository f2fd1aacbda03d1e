/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An event with the events that it contains. */
final class StepNode {

    private final EventSummary summary;
    private final @Nullable EventSummary end;
    private final List<StepNode> inner = new ArrayList<>();
    private Dialogue messages = Dialogue.NONE;

    /** @param end the event that reports its end, if that is another one */
    StepNode(EventSummary summary, @Nullable EventSummary end) {
        this.summary = summary;
        this.end = end;
    }

    void add(StepNode node) {
        inner.add(node);
    }

    /** Later messages take precedence; earlier ones fill the gaps. */
    void addMessages(Dialogue more) {
        messages = more.or(messages);
    }

    List<StepNode> inner() {
        return inner;
    }

    String headline() {
        return summary.headline();
    }

    List<String> details() {
        return summary.details(messages);
    }

    /** Its description as a container; null if it is a step of its own. */
    @Nullable
    Container container() {
        return inner.isEmpty() ? null : summary.container();
    }

    /** Input and output of a container, unless a model call within it shows them. */
    List<String> containerLines(Container container) {
        List<String> lines = new ArrayList<>();
        if (inner.stream().noneMatch(StepNode::hasPrompt)) {
            add(lines, "Prompt: ", messages.prompt());
            add(lines, "Input: ", messages.prompt() == null ? container.input() : null);
        }
        if (inner.stream().noneMatch(StepNode::hasResponse)) {
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
        return sum.isNone() ? new Tokens(summary.tokensIn(), summary.tokensOut()) : sum;
    }

    @Nullable
    BigDecimal durationMs() {
        return summary.durationMs() == null && end != null ? end.durationMs() : summary.durationMs();
    }

    @Nullable
    Failure failure() {
        return summary.failure() == null && end != null ? end.failure() : summary.failure();
    }

    private boolean hasPrompt() {
        return summary.call() != null && summary.call().or(messages).prompt() != null
                || inner.stream().anyMatch(StepNode::hasPrompt);
    }

    private boolean hasResponse() {
        return summary.call() != null && summary.call().or(messages).response() != null
                || inner.stream().anyMatch(StepNode::hasResponse);
    }

    private static void add(List<String> lines, String label, @Nullable String text) {
        if (text != null) {
            lines.add(label + text);
        }
    }

    /** Tokens of model calls. */
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
