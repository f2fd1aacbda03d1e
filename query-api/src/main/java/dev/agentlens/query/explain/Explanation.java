/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import dev.agentlens.query.session.Session;
import dev.agentlens.query.session.TraceEvent;
import java.time.Duration;

/**
 * Tells a session as Markdown, step by step. A function of the session and its trace alone: the same log gives the same
 * bytes. Lines end in LF.
 */
final class Explanation {

    private final Session session;
    private final StringBuilder text = new StringBuilder();
    private long steps;
    private long llmCalls;
    private long toolCalls;

    Explanation(Session session) {
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
    void step(TraceEvent event) {
        steps++;
        switch (event.eventType()) {
            case "llm_call" -> llmCalls++;
            case "tool_call" -> toolCalls++;
            default -> {}
        }
        StepText told = new StepText(event);
        line("**Step " + steps + ":** " + told.headline());
        told.details().forEach(detail -> text.append("- ").append(detail).append('\n'));
        line("");
    }

    /** The trace goes on without {@code count} of its events. */
    void omit(long count) {
        line("*… " + count + " steps left out …*");
        line("");
        steps += count;
    }

    /** The whole text, of a trace of which every event was a step. */
    String summary() {
        return summary(llmCalls, toolCalls);
    }

    /** The whole text, closed by the figures of the whole trace. */
    String summary(long llmCalls, long toolCalls) {
        line("### Summary");
        line("");
        line("- " + llmCalls + " LLM call(s), " + toolCalls + " tool call(s), " + session.errorCount() + " error(s)");
        line("- Total tokens: " + session.totalTokens());
        line("- Session status: " + session.status());
        return text.toString();
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
