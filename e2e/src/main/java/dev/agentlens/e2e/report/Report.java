/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.report;

import dev.agentlens.e2e.violation.Violations.Violation;
import java.time.Duration;
import java.util.Locale;

/** A campaign in Markdown. */
public final class Report {

    private Report() {}

    /** @param command that repeats it */
    public static String of(Figures figures, String command) {
        StringBuilder text = new StringBuilder();
        line(text, "# Fault campaign, seed %d: %s", figures.settings().seed(), verdict(figures));
        line(text, "");
        line(text, "```sh");
        line(text, "%s", command);
        line(text, "```");
        line(text, "");
        line(text, "Machine: %s. Took %s.", machine(), minutes(figures.duration()));
        line(text, "");
        line(text, "| | |");
        line(text, "|---|---:|");
        row(text, "distinct events acknowledged", figures.acknowledgedEvents());
        row(text, "events sent, duplicates and conflicts among them", figures.sentEvents());
        row(text, "requests to POST /events", figures.requests());
        row(text, "of them broken off, refused with 503 or never answered", figures.failedRequests());
        row(text, "records written to the topic that are no events", figures.poison());
        row(text, "sessions", figures.sessions());
        row(text, "faults", figures.faultCount());
        row(text, "checks of everything against the oracle", figures.checks());
        row(text, "traces compared event by event", figures.traces());
        row(text, "pairs of events of one time whose order was compared", figures.orderedPairs());
        row(text, "reads during the faults: answered", figures.readsAnswered());
        row(text, "refused with 503", figures.readsUnavailable());
        row(text, "not answered", figures.readsUnanswered());
        row(
                text,
                "writes read back at once with their position",
                figures.positionPairs().answered());
        row(
                text,
                "how long that took on average, in ms",
                figures.positionPairs().averageMillis());
        row(
                text,
                "refused with 503 because the tables were not there in time",
                figures.positionPairs().tooLate());
        row(
                text,
                "violations",
                figures.violations().counts().values().stream()
                        .mapToLong(Long::longValue)
                        .sum());
        line(text, "");
        figures.notes().forEach(note -> line(text, "- %s", note));
        line(text, "");
        line(text, "## Faults");
        line(text, "");
        line(text, "| fault | times |");
        line(text, "|---|---:|");
        figures.faults().forEach((kind, times) -> row(text, kind.replace("|", "\\|"), times));
        line(text, "");
        line(text, "## Findings");
        line(text, "");
        if (figures.violations().none()) {
            line(text, "None: nothing acknowledged was missing, nothing was counted twice.");
        }
        figures.violations()
                .counts()
                .forEach((promise, times) -> line(text, "- **%s**: broken %d times", promise, times));
        for (Violation violation : figures.violations().kept()) {
            line(text, "");
            line(text, "%s, after %s", violation.promise(), minutes(violation.after()));
            line(text, "- expected: `%s`", violation.expected().replace('`', '\''));
            line(text, "- found: `%s`", violation.found().replace('`', '\''));
            line(text, "- logs: `%s`", figures.settings().directory());
        }
        return text.toString();
    }

    private static String verdict(Figures figures) {
        return figures.violations().none() ? "passed" : "FAILED";
    }

    private static String machine() {
        return String.format(
                Locale.ROOT,
                "%d processors, JDK %s, %s %s",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("java.version"),
                System.getProperty("os.name"),
                System.getProperty("os.arch"));
    }

    private static String minutes(Duration duration) {
        return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }

    private static void row(StringBuilder text, String name, long figure) {
        line(text, "| %s | %,d |", name, figure);
    }

    private static void line(StringBuilder text, String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
