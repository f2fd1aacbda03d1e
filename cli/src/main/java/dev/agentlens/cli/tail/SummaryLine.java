/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.tail;

import dev.agentlens.cli.terminal.Excerpt;
import dev.agentlens.cli.terminal.PrettyPrinter;
import dev.agentlens.cli.terminal.Style;
import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvent.SessionEnded;
import dev.agentlens.common.event.AgentEvent.SessionStarted;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.event.EventField;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A record in one line, for people: when, what, which session, which agent, and the most informative of the rest. Only
 * printable characters reach the terminal.
 *
 * @param colour whether to use ANSI escapes
 */
record SummaryLine(boolean colour) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int NAME = 128;
    private static final int REASON = 200;

    String of(LogLine line) {
        if (line instanceof LogLine.Unreadable unreadable) {
            return String.join(
                    "  ",
                    styled(Style.RED, "cannot be read"),
                    unreadable.place(),
                    styled(Style.BOLD, name(unreadable.sessionId())),
                    PrettyPrinter.line(unreadable.reason(), REASON));
        }
        if (line instanceof LogLine.Erased erased) {
            return String.join(
                    "  ",
                    styled(Style.YELLOW, "session erased"),
                    erased.place(),
                    styled(Style.BOLD, name(erased.sessionId())));
        }
        LogLine.Event seen = (LogLine.Event) line;
        AgentEvent event = seen.event();
        List<String> parts = new ArrayList<>();
        parts.add(styled(Style.FAINT, time(event.timestamp())));
        parts.add(styled(style(seen), padded(name(event.eventType()))));
        parts.add(styled(Style.BOLD, name(seen.sessionId())));
        parts.add(seen.agent() == null ? "-" : name(seen.agent()));
        parts.addAll(details(event));
        return String.join("  ", parts);
    }

    private static List<String> details(AgentEvent event) {
        List<String> details = new ArrayList<>();
        if (event instanceof SessionStarted) {
            add(details, Excerpt.of(event.fields().get("metadata")));
        } else if (event instanceof SessionEnded end) {
            details.add(end.status().wireName());
            add(
                    details,
                    tokens(
                            end.typed().count(EventField.TOTAL_TOKENS_IN),
                            end.typed().count(EventField.TOTAL_TOKENS_OUT)));
        } else if (event instanceof StepRecorded step) {
            add(details, step.model() == null ? null : name(step.model()));
            add(details, tokens(step.tokensIn(), step.tokensOut()));
            add(details, step.durationMs() == null ? null : step.durationMs().toPlainString() + " ms");
            add(details, Excerpt.inAndOut(step.fields()));
        }
        return details;
    }

    private static void add(List<String> details, @Nullable String detail) {
        if (detail != null) {
            details.add(detail);
        }
    }

    private static @Nullable String tokens(long in, long out) {
        return in == 0 && out == 0 ? null : in + " in, " + out + " out";
    }

    private static Style style(LogLine.Event seen) {
        if (seen.isError()) {
            return Style.RED;
        }
        if (seen.event() instanceof StepRecorded step) {
            return step.model() == null ? Style.YELLOW : Style.CYAN;
        }
        return Style.GREEN;
    }

    private static String time(Instant time) {
        return TIME.format(time);
    }

    private static String name(String text) {
        return text.isEmpty() ? "-" : PrettyPrinter.line(text, NAME);
    }

    /** The usual types are in one column. */
    private static String padded(String type) {
        return String.format("%-13s", type);
    }

    private String styled(Style style, String text) {
        return style.on(text, colour);
    }
}
