/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.standalone;

import dev.agentlens.benchmarks.Run;
import dev.agentlens.benchmarks.load.CompareRequests;
import dev.agentlens.benchmarks.load.EventStream;
import dev.agentlens.benchmarks.load.GetRequests;
import dev.agentlens.benchmarks.load.HttpLoad;
import dev.agentlens.benchmarks.load.Pace;
import dev.agentlens.benchmarks.load.Requests;
import dev.agentlens.benchmarks.report.Line;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/** Every kind of read of sessions that were written before. */
final class Reads {

    private static final int SESSIONS = 200;
    private static final int FROM_THE_END = 60;
    private static final int MAX_CONNECTIONS = 8;

    private final Run run;
    private final int port;
    private final List<Integer> connections;
    private final Map<String, Supplier<Requests>> kinds = new LinkedHashMap<>();

    /** @param events that were written, two complete sessions or more */
    Reads(Run run, int port, EventStream events, List<Integer> connections) {
        this.run = run;
        this.port = port;
        this.connections =
                connections.stream().filter(count -> count <= MAX_CONNECTIONS).toList();
        long sessions = events.written() / Writes.SESSION_LENGTH;
        List<String> ids = LongStream.range(Math.max(0, sessions - SESSIONS), sessions)
                .mapToObj(events::sessionId)
                .toList();
        get("list of 50", List.of("/sessions?limit=50"));
        get("list of 50, deep offset", List.of("/sessions?limit=50&offset=" + Math.max(0, sessions - FROM_THE_END)));
        get("list, status=error", List.of("/sessions?status=error"));
        get("detail of 100 events", each(ids, "/sessions/%s"));
        get("explain of 100 events", each(ids, "/sessions/%s/explain"));
        get("export of 100 events as CSV", each(ids, "/sessions/%s/export?format=csv"));
        kinds.put("compare two of 100 events", () -> new CompareRequests(ids));
        get("/analytics", List.of("/analytics"));
    }

    private void get(String name, List<String> paths) {
        kinds.put(name, () -> new GetRequests(paths));
    }

    private static List<String> each(List<String> ids, String path) {
        return ids.stream().map(path::formatted).toList();
    }

    List<Line> measure() {
        Map<String, Outcomes> rows = new LinkedHashMap<>();
        for (int round = run.firstRound(); round <= run.rounds(); round++) {
            for (String kind : kinds.keySet()) {
                for (int connection : connections) {
                    String what = kind + ", " + connection + " connections";
                    Outcomes row = rows.computeIfAbsent(what, Outcomes::ofRequests);
                    measure(kinds.get(kind).get(), connection, round == 0 ? Outcomes.ofRequests(what) : row);
                    run.announce("round " + round + ", " + what);
                }
            }
        }
        List<Line> lines = new ArrayList<>();
        rows.values().forEach(row -> lines.add(row.line()));
        return lines;
    }

    private void measure(Requests requests, int connection, Outcomes row) {
        try (HttpLoad load = new HttpLoad(port, connection, requests)) {
            row.add(load.run(new Pace.Closed(), run.warmUp(), run.measured()));
        }
    }
}
