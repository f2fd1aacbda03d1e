/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.tail;

import dev.agentlens.cli.terminal.Shown;
import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvent.SessionEnded;
import dev.agentlens.common.event.AgentEvent.SessionStarted;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.event.EventField;
import dev.agentlens.common.json.RawJson;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record in one line, for people: when, what, which session, which agent, and the most telling of the rest. Nothing of
 * it reaches a terminal but printable characters.
 *
 * @param colour whether to use ANSI escapes
 */
record SummaryLine(boolean colour) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final int EXCERPT = 60;
    private static final int NAME = 128;
    private static final int REASON = 200;

    private enum Style {
        FAINT("2"),
        BOLD("1"),
        RED("31"),
        GREEN("32"),
        YELLOW("33"),
        CYAN("36");

        private final String code;

        Style(String code) {
            this.code = code;
        }
    }

    String of(LogLine line) {
        if (line instanceof LogLine.Unreadable unreadable) {
            return String.join(
                    "  ",
                    styled(Style.RED, "cannot be read"),
                    unreadable.place(),
                    styled(Style.BOLD, name(unreadable.sessionId())),
                    Shown.line(unreadable.reason(), REASON));
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
            add(details, excerpt(event.fields().get("metadata")));
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
            add(details, inAndOut(step.fields()));
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

    /** Of a tool call its name, input and output; else what the step took in and gave back. */
    private static @Nullable String inAndOut(Map<String, RawJson> fields) {
        RawJson call = fields.get("tool_call");
        RawJson tool = call == null ? null : call.field("tool_name");
        String name = tool == null ? null : excerpt(tool);
        String in = excerpt(call == null ? fields.get("input_data") : call.field("tool_input"));
        String out = excerpt(call == null ? fields.get("output_data") : call.field("tool_output"));
        String given = name == null ? in : in == null ? name : name + " " + in;
        return out == null ? given : given == null ? "→ " + out : given + " → " + out;
    }

    /** A string as it is, an object of one field as that field, anything else as JSON; null where there is nothing. */
    private static @Nullable String excerpt(@Nullable RawJson json) {
        if (json == null || json.isNull()) {
            return null;
        }
        Map<String, RawJson> fields = json.fields();
        RawJson telling = fields.size() == 1 ? fields.values().iterator().next() : json;
        String string = telling.string();
        String text = string == null ? telling.text() : string;
        return text.isEmpty() || text.equals("{}") ? null : Shown.line(text, EXCERPT);
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
        return text.isEmpty() ? "-" : Shown.line(text, NAME);
    }

    /** The usual types stand in one column. */
    private static String padded(String type) {
        return String.format("%-13s", type);
    }

    private String styled(Style style, String text) {
        return colour ? "\u001b[" + style.code + "m" + text + "\u001b[0m" : text;
    }
}
