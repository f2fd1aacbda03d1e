/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import dev.agentlens.query.session.Session;
import dev.agentlens.query.session.TraceEvent;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells a session as Markdown, step by step. A function of the session and its trace alone: the same log gives the same
 * bytes. Lines end in LF.
 *
 * <p>Events that say which span they belong to are told within it, as the content of a list item, so that they are nested
 * for a reader of the text and of what is rendered from it. Of an event, only what is shown of it stays in memory.
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

    /** The trace goes on without {@code count} of its events. What contains some of them no longer sums up tokens. */
    void omit(long count) {
        shortened = true;
        tellPending();
        line("*… " + count + " steps left out …*");
        line("");
        steps += count;
    }

    /** The whole text, of a trace of which every event was a step. */
    String summary() {
        return summary(llmCalls, toolCalls);
    }

    /** The whole text, closed by the figures of the whole trace. */
    public String summary(long llmCalls, long toolCalls) {
        tellPending();
        line("### Summary");
        line("");
        line("- " + llmCalls + " LLM call(s), " + toolCalls + " tool call(s), " + session.errorCount() + " error(s)");
        line("- Total tokens: " + session.totalTokens());
        line("- Session status: " + session.status());
        return text.toString();
    }

    private void tellPending() {
        StepTree.of(pending).forEach(node -> tell(node, ""));
        pending.clear();
    }

    private void tell(StepNode node, String indent) {
        Container container = node.container();
        if (container == null) {
            steps++;
            line(indent + "**Step " + steps + ":** " + node.headline());
            node.details().forEach(detail -> line(indent + "- " + detail));
            if (!node.inner().isEmpty()) {
                line(indent + "- Within it:");
            }
        } else {
            // Another bullet than that of details, which begins a list of its own.
            line(indent + "* " + container.name() + figures(node));
            node.saidByNobodyElse(container).forEach(said -> line(indent + LEVEL + "- " + said));
        }
        line("");
        node.inner().forEach(inner -> tell(inner, indent + LEVEL));
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
