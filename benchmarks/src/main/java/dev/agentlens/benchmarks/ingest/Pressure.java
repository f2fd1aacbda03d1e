/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.ingest;

import dev.agentlens.benchmarks.Run;
import dev.agentlens.benchmarks.load.EventRequests;
import dev.agentlens.benchmarks.load.EventStream;
import dev.agentlens.benchmarks.load.HttpLoad;
import dev.agentlens.benchmarks.load.LoadResult;
import dev.agentlens.benchmarks.load.Pace;
import dev.agentlens.benchmarks.report.Line;
import dev.agentlens.benchmarks.report.Median;
import dev.agentlens.benchmarks.report.Target;
import dev.agentlens.benchmarks.system.GcLog;
import dev.agentlens.benchmarks.system.Memory;
import dev.agentlens.benchmarks.system.Role;
import dev.agentlens.benchmarks.system.Servers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** ingest-api at full load, and beyond: whether its memory stays, and what it returns to more than it can process. */
final class Pressure {

    private static final int CONNECTIONS = 32;
    private static final int BATCH = 500;
    private static final int SAMPLES = 9;
    private static final int GREATEST_BATCH = 5_000;
    private static final int OVERLOAD_CONNECTIONS = 32;

    private final Run run;
    private final Servers servers;
    private final Role ingest;
    private final EventStream events;

    Pressure(Run run, Servers servers, Role ingest, EventStream events) {
        this.run = run;
        this.servers = servers;
        this.ingest = ingest;
        this.events = events;
    }

    /** In nine parts; the last three are compared with the three before, when the compilers have long been done. */
    List<Line> memory() {
        Duration part = run.measured().multipliedBy(2);
        List<Double> heap = new ArrayList<>();
        List<Double> resident = new ArrayList<>();
        try (HttpLoad load = new HttpLoad(ingest.port(), CONNECTIONS, new EventRequests(events, BATCH))) {
            load.run(new Pace.Closed(), Duration.ZERO, run.warmUp().multipliedBy(4));
            for (int i = 0; i < SAMPLES; i++) {
                int before = GcLog.read(ingest.gcLog()).size();
                load.run(new Pace.Closed(), Duration.ZERO, part).requireAllAnswered();
                List<Double> after = GcLog.read(ingest.gcLog());
                heap.add(Median.of(after.subList(Math.min(before, after.size()), after.size())));
                resident.add(Memory.residentMegabytes(ingest.process().pid()));
                servers.kafka().empty(Servers.EVENTS_TOPIC);
                run.announce(String.format(
                        "full load, part %d: heap after GC %.0f MB, resident %.0f MB",
                        i + 1, heap.get(i), resident.get(i)));
            }
        }
        return List.of(
                growth(
                        "heap after GC at full load: last third of "
                                + part.multipliedBy(SAMPLES).toSeconds() + " s; limit: the third before",
                        heap),
                growth("resident memory at full load; the same", resident));
    }

    private static Line growth(String what, List<Double> samples) {
        int third = samples.size() / 3;
        double middle = Median.of(samples.subList(third, 2 * third));
        double last = Median.of(samples.subList(2 * third, samples.size()));
        return new Line(what, "MB", middle, last, last / middle, null, Target.ratioAtMost(1.1));
    }

    /** More and greater bodies at a time than there is memory for. */
    List<Line> overload() {
        int batch = (int) Math.min(GREATEST_BATCH, 9_000_000 / events.averageBytes());
        AtomicLong withoutRetryAfter = new AtomicLong();
        LoadResult result;
        try (HttpLoad load =
                new HttpLoad(ingest.port(), OVERLOAD_CONNECTIONS, new EventRequests(events, batch), answer -> {
                    if (answer.status() == 503 && answer.header("Retry-After") == null) {
                        withoutRetryAfter.incrementAndGet();
                    }
                })) {
            result = load.run(new Pace.Closed(), Duration.ZERO, run.measured().multipliedBy(3));
        }
        servers.kafka().empty(Servers.EVENTS_TOPIC);
        run.announce("overload: " + result.describeStatuses());
        double other = result.statuses().entrySet().stream()
                .filter(count -> count.getKey() != 200 && count.getKey() != 503)
                .mapToLong(count -> count.getValue())
                .sum();
        String what = OVERLOAD_CONNECTIONS + " connections with batches of " + batch + ": ";
        return List.of(
                Line.of(what + "acknowledged meanwhile", "events/s", result.itemsPerSecond(), null),
                Line.of(what + "answers 503", "requests", count(result, 503), null),
                Line.of("503 without Retry-After", "requests", withoutRetryAfter.doubleValue(), Target.atMost(0)),
                Line.of("neither 200 nor 503 (0: broken off)", "requests", other, Target.atMost(0)),
                Line.of(
                        "process gone (out of memory)",
                        "processes",
                        ingest.process().isReady() ? 0 : 1,
                        Target.atMost(0)));
    }

    private static double count(LoadResult result, int status) {
        @Nullable Long count = result.statuses().get(status);
        return count == null ? 0 : count;
    }
}
