/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.standalone;

import dev.agentlens.benchmarks.load.LoadResult;
import dev.agentlens.benchmarks.report.Line;
import dev.agentlens.benchmarks.report.Median;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the rounds of one line found. */
final class Outcomes {

    private final Line.Rounds rounds;
    private final List<Double> visibleAfter = new ArrayList<>();
    private long lost;
    private long errors;

    private Outcomes(Line.Rounds rounds) {
        this.rounds = rounds;
    }

    static Outcomes ofEvents(String what) {
        return new Outcomes(Line.rounds(what, "events/s", null));
    }

    static Outcomes ofRequests(String what) {
        return new Outcomes(Line.rounds(what, "requests/s", null));
    }

    void add(LoadResult result) {
        rounds.add(result.itemsPerSecond());
        rounds.add(result.latency());
        errors += result.statuses().entrySet().stream()
                .filter(status -> status.getKey() != 200)
                .mapToLong(status -> status.getValue())
                .sum();
    }

    void add(LoadResult result, VisibilityCheck.Outcome visible) {
        add(result);
        visibleAfter.add(visible.after().toNanos() / 1e9);
        lost += visible.missing();
    }

    Line line() {
        List<String> notes = new ArrayList<>();
        if (errors > 0) {
            notes.add(String.format(Locale.ROOT, "%,d errors", errors));
        }
        if (lost > 0) {
            notes.add(String.format(Locale.ROOT, "LOST %,d", lost));
        } else if (!visibleAfter.isEmpty()) {
            notes.add(String.format(Locale.ROOT, "visible after %.2f s", Median.of(visibleAfter)));
        }
        return rounds.line().withNote(String.join(", ", notes));
    }
}
