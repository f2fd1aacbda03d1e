/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.standalone;

import dev.agentlens.benchmarks.Run;
import dev.agentlens.benchmarks.load.EventRequests;
import dev.agentlens.benchmarks.load.EventStream;
import dev.agentlens.benchmarks.load.HttpLoad;
import dev.agentlens.benchmarks.load.LoadResult;
import dev.agentlens.benchmarks.load.Pace;
import dev.agentlens.benchmarks.report.Line;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** POST /events in batches of several sizes over several connections, each until it can be read. */
final class Writes {

    static final int SESSION_LENGTH = 100;

    private static final int FILL_BATCH = 400;
    private static final int FILL_CONNECTIONS = 4;
    private static final Duration FILL_LIMIT = Duration.ofMinutes(10);

    private final Run run;
    private final int port;
    private final EventStream events;
    private final List<Integer> batches;
    private final List<Integer> connections;
    private final String suffix;
    private final VisibilityCheck visible;

    /** @param suffix of each line's name */
    Writes(Run run, int port, EventStream events, List<Integer> batches, List<Integer> connections, String suffix) {
        this.run = run;
        this.port = port;
        this.events = events;
        this.batches = batches;
        this.connections = connections;
        this.suffix = suffix;
        visible = new VisibilityCheck(port, SESSION_LENGTH);
    }

    List<Line> measure() throws InterruptedException {
        Map<String, Outcomes> rows = new LinkedHashMap<>();
        for (int round = run.firstRound(); round <= run.rounds(); round++) {
            for (int batch : batches) {
                for (int connection : connections) {
                    String what = "POST of " + batch + ", " + connection + " connections" + suffix;
                    Outcomes row = rows.computeIfAbsent(what, Outcomes::ofEvents);
                    measure(batch, connection, round == 0 ? Outcomes.ofEvents(what) : row);
                    run.announce("round " + round + ", " + what);
                }
            }
        }
        return lines(rows);
    }

    private void measure(int batch, int connection, Outcomes row) throws InterruptedException {
        try (HttpLoad load = new HttpLoad(port, connection, new EventRequests(events, batch))) {
            LoadResult result = load.run(new Pace.Closed(), run.warmUp(), run.measured());
            row.add(result, visible.await(events.written()));
        }
    }

    /** Until so many events are in the tables. */
    void fill(long total) throws InterruptedException {
        long requests = Math.max(0, (total - events.written() + FILL_BATCH - 1) / FILL_BATCH);
        try (HttpLoad load = new HttpLoad(port, FILL_CONNECTIONS, new EventRequests(events, FILL_BATCH))) {
            load.run(new Pace.UpTo(requests), Duration.ZERO, FILL_LIMIT);
        }
        visible.await(events.written());
    }

    private static List<Line> lines(Map<String, Outcomes> rows) {
        List<Line> lines = new ArrayList<>();
        rows.values().forEach(row -> lines.add(row.line()));
        return lines;
    }
}
