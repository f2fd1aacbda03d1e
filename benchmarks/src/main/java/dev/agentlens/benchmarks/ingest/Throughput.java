/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.ingest;

import dev.agentlens.benchmarks.Run;
import dev.agentlens.benchmarks.load.EventRequests;
import dev.agentlens.benchmarks.load.EventStream;
import dev.agentlens.benchmarks.load.HttpLoad;
import dev.agentlens.benchmarks.load.LoadResult;
import dev.agentlens.benchmarks.load.Pace;
import dev.agentlens.benchmarks.report.Line;
import dev.agentlens.benchmarks.report.Target;
import dev.agentlens.benchmarks.system.Role;
import dev.agentlens.benchmarks.system.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events a second that ingest-api acknowledges, beside what one producer writes to the same broker, and beside a handler
 * that only reads the body.
 */
final class Throughput {

    private static final int LIMIT_RECORDS_PER_SECOND = 100_000;
    private static final int FEWEST_LIMIT_RECORDS = 100_000;

    private final Run run;
    private final Servers servers;
    private final EventStream events;
    private final List<Integer> batches;
    private final List<Integer> connections;

    Throughput(Run run, Servers servers, EventStream events, List<Integer> batches, List<Integer> connections) {
        this.run = run;
        this.servers = servers;
        this.events = events;
        this.batches = batches;
        this.connections = connections;
    }

    private record Cell(int batch, int connections) {}

    List<Line> measure(Role ingest, Role bodyOnly, ProducerLimit producer) {
        Map<Cell, Line.Rounds> besideProducer = new LinkedHashMap<>();
        Map<Cell, Line.Rounds> besideEmptyHandler = new LinkedHashMap<>();
        heat(ingest);
        heat(bodyOnly);
        for (int round = 1; round <= run.rounds(); round++) {
            for (int batch : batches) {
                double limit = limit(producer);
                double emptyHandler = load(bodyOnly, new Cell(batch, most())).itemsPerSecond();
                for (int count : connections) {
                    Cell cell = new Cell(batch, count);
                    LoadResult ours = load(ingest, cell);
                    Line.Rounds line =
                            besideProducer.computeIfAbsent(cell, c -> Line.rounds(name(c), "events/s", target(c)));
                    line.add(limit, ours.itemsPerSecond());
                    line.add(ours.latency());
                    if (count == most()) {
                        besideEmptyHandler
                                .computeIfAbsent(
                                        cell, c -> Line.rounds(name(c) + "; limit: empty handler", "events/s", null))
                                .add(emptyHandler, ours.itemsPerSecond());
                    }
                    run.announce(String.format(
                            "round %d, %s: %,.0f of %,.0f events/s", round, name(cell), ours.itemsPerSecond(), limit));
                }
                servers.kafka().empty(Servers.EVENTS_TOPIC);
            }
        }
        List<Line> lines = new ArrayList<>();
        besideProducer.values().forEach(line -> lines.add(line.line()));
        besideEmptyHandler.values().forEach(line -> lines.add(line.line()));
        return lines;
    }

    /** The compilers' work is done before the first round, with bodies of every size. */
    private void heat(Role role) {
        for (int batch : batches) {
            try (HttpLoad load = new HttpLoad(role.port(), most(), new EventRequests(events, batch))) {
                load.run(new Pace.Closed(), Duration.ZERO, run.warmUp().multipliedBy(2));
            }
        }
    }

    private double limit(ProducerLimit producer) {
        long records = Math.max(
                FEWEST_LIMIT_RECORDS, LIMIT_RECORDS_PER_SECOND * run.measured().toSeconds());
        return run.quick() ? producer.measure(20_000, 50_000) : producer.measure(records / 2, records);
    }

    private LoadResult load(Role role, Cell cell) {
        try (HttpLoad load = new HttpLoad(role.port(), cell.connections(), new EventRequests(events, cell.batch()))) {
            return load.run(new Pace.Closed(), run.warmUp(), run.measured()).requireAllAnswered();
        }
    }

    private int most() {
        return connections.stream().mapToInt(Integer::intValue).max().orElseThrow();
    }

    private static String name(Cell cell) {
        return "batch " + cell.batch() + ", " + cell.connections() + " connections";
    }

    private static @Nullable Target target(Cell cell) {
        if (cell.connections() != 32) {
            return null;
        }
        return switch (cell.batch()) {
            case 10 -> Target.ratioAtLeast(0.35);
            case 100 -> Target.ratioAtLeast(0.85);
            case 500 -> Target.ratioAtLeast(0.9);
            default -> null;
        };
    }
}
