/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import dev.agentlens.query.session.Session;
import dev.agentlens.query.session.TraceEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Describes a session as Markdown, step by step. The text depends only on the session and its trace: the same log gives
 * the same bytes. Lines end in LF.
 *
 * <p>Events that name their span are written inside it, as the content of a list item. They are therefore nested both
 * in the text and in its rendered form. Only the shown part of each event stays in memory.
 */
public final class Explanation {

    private static final String LEVEL = "  ";

    private final Session session;
    private final StringBuilder text = new StringBuilder();
    private final List<EventSummary> pending = new ArrayList<>();
    private long steps;
    private long llmCalls;
    private long toolCalls;
    private boolean shortened;

    public Explanation(Session session) {
        this.session = session;
        Duration duration = session.duration();
        line("## Agent Session: " + Markdown.heading(session.agentName()));
        line("**Duration:** " + (duration == null ? "ongoing" : Durations.session(duration)));
        line("**Total tokens used:** " + session.totalTokens() + " (" + session.totalTokensIn() + " input, "
                + session.totalTokensOut() + " output)");
        line("");
        line("### What happened:");
        line("");
    }

    /** The next event of the trace. */
    public void step(TraceEvent event) {
        switch (event.eventType()) {
            case "llm_call" -> llmCalls++;
            case "tool_call" -> toolCalls++;
            default -> {}
        }
        pending.add(StepText.of(event));
    }

    /** Omits {@code count} events of the trace. From then on, containers show no sums of tokens. */
    void omit(long count) {
        shortened = true;
        writePending();
        line("*… " + count + " steps left out …*");
        line("");
        steps += count;
    }

    /** The complete text, if every event of the trace was a step. */
    String summary() {
        return summary(llmCalls, toolCalls);
    }

    /** The complete text, followed by the figures of the complete trace. */
    public String summary(long llmCalls, long toolCalls) {
        writePending();
        line("### Summary");
        line("");
        line("- " + llmCalls + " LLM call(s), " + toolCalls + " tool call(s), " + session.errorCount() + " error(s)");
        line("- Total tokens: " + session.totalTokens());
        line("- Session status: " + session.status());
        return text.toString();
    }

    private void writePending() {
        StepTree.of(pending).forEach(node -> write(node, ""));
        pending.clear();
    }

    private void write(StepNode node, String indent) {
        Container container = node.container();
        if (container == null) {
            steps++;
            line(indent + "**Step " + steps + ":** " + node.headline());
            node.details().forEach(detail -> line(indent + "- " + detail));
            if (!node.inner().isEmpty()) {
                line(indent + "- Within it:");
            }
        } else {
            // A bullet other than that of the details starts a new list.
            line(indent + "* " + container.name() + figures(node));
            node.containerLines(container).forEach(detail -> line(indent + LEVEL + "- " + detail));
        }
        line("");
        node.inner().forEach(inner -> write(inner, indent + LEVEL));
    }

    /** {@code  took 4.8s and used 127 tokens (31 in / 96 out).} */
    private String figures(StepNode node) {
        List<String> figures = new ArrayList<>();
        BigDecimal duration = node.durationMs();
        if (duration != null) {
            figures.add("took " + Durations.span(duration));
        }
        StepNode.Tokens tokens = shortened ? StepNode.Tokens.NONE : node.tokens();
        if (!tokens.isNone()) {
            figures.add("used " + (tokens.in() + tokens.out()) + " tokens (" + tokens.in() + " in / " + tokens.out()
                    + " out)");
        }
        Failure failure = node.failure();
        return ' '
                + (figures.isEmpty() ? "ran" : String.join(" and ", figures))
                + '.'
                + (failure == null ? "" : " It failed" + failure.ending());
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
