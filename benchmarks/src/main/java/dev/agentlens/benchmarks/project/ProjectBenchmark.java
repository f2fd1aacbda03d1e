/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.project;

import dev.agentlens.benchmarks.Benchmark;
import dev.agentlens.benchmarks.Run;
import dev.agentlens.benchmarks.load.EventStream;
import dev.agentlens.benchmarks.load.Profile;
import dev.agentlens.benchmarks.project.CopyLimit.Format;
import dev.agentlens.benchmarks.report.Line;
import dev.agentlens.benchmarks.report.Section;
import dev.agentlens.benchmarks.report.Target;
import dev.agentlens.benchmarks.system.Filling;
import dev.agentlens.benchmarks.system.Progress;
import dev.agentlens.benchmarks.system.Role;
import dev.agentlens.benchmarks.system.Servers;
import dev.agentlens.benchmarks.system.Sql;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./benchmarks/run project}. */
@Command(
        name = "project",
        mixinStandardHelpOptions = true,
        description =
                "Kafka to committed read tables: a full topic, then a projector; beside text and binary COPY of the"
                        + " rows that came of it into a table with the same indexes.")
public final class ProjectBenchmark extends Benchmark {

    @Option(names = "--events", description = "that are measured (default: ${DEFAULT-VALUE})")
    private long events = 300_000;

    @Option(
            names = "--warm-up-events",
            description = "projected before them by the same process (default: ${DEFAULT-VALUE})")
    private long warmUpEvents = 100_000;

    @Option(names = "--session-length", description = "events of each session, profile 1kb (default: ${DEFAULT-VALUE})")
    private int sessionLength = 6;

    @Option(names = "--threads", split = ",", description = "each with a partition of its own (default: 1,2)")
    private List<Integer> threads = List.of(1, 2);

    @Override
    public Section measure(Run run) {
        List<Line> lines = new ArrayList<>();
        for (int count : threads) {
            try (Servers servers = run.servers("project", run.projectorHeap())) {
                lines.addAll(measure(run, servers, count));
            }
        }
        return new Section(
                "project",
                "Project: Kafka to committed read tables",
                settings(run),
                lines,
                List.of("The limits' rows are ready to be sent; the projector reads the topic, parses, removes"
                        + " duplicates, and writes sessions, rollups and offsets besides."));
    }

    private List<Line> measure(Run run, Servers servers, int count) {
        servers.kafka().createTopic(Servers.EVENTS_TOPIC, count);
        EventStream stream = run.events(run.profile() == Profile.ONE_KB ? sessionLength : 0, 2);
        long warmUp = warmUp(run);
        long total;
        try (Role ingest = servers.ingest(Map.of())) {
            total = Filling.fill(servers, ingest, stream, warmUp + measured(run));
        }
        project(servers, count, warmUp, total);
        CopyLimit limit = new CopyLimit(servers.database(), servers.directory());
        String what = count == 1 ? "1 partition, 1 thread" : count + " partitions, " + count + " threads";
        Line.Rounds text =
                Line.rounds(what + "; limit: text COPY", "events/s", count == 1 ? Target.ratioAtLeast(0.85) : null);
        Line.Rounds binary =
                Line.rounds(what + "; limit: binary COPY", "events/s", count == 2 ? Target.ratioAtLeast(0.7) : null);
        Line.Rounds parallel = Line.rounds(what + "; limit: binary COPY, " + count + " connections", "events/s", null);
        for (int round = 1; round <= run.rounds(); round++) {
            double textLimit = limit.measure(Format.TEXT, 1, warmUp);
            double ours = project(servers, count, warmUp, total);
            double binaryLimit = limit.measure(Format.BINARY, 1, warmUp);
            text.add(textLimit, ours);
            binary.add(binaryLimit, ours);
            if (count > 1) {
                parallel.add(limit.measure(Format.BINARY, count, warmUp), ours);
            }
            run.announce(String.format(
                    "round %d, %s: %,.0f events/s; COPY %,.0f text, %,.0f binary",
                    round, what, ours, textLimit, binaryLimit));
        }
        return count == 1 ? List.of(text.line(), binary.line()) : List.of(text.line(), binary.line(), parallel.line());
    }

    /** Events a second, by a new projector into new tables. */
    private static double project(Servers servers, int threads, long warmUp, long total) {
        Sql.run(servers.database(), "drop schema if exists agentlens cascade", "checkpoint");
        CompletableFuture<Double> rate = Progress.rate(servers.database(), "agentlens", warmUp, total);
        try (Role projector = servers.projector(Map.of("AGENTLENS_PROJECTOR_CONCURRENCY", Integer.toString(threads)))) {
            return rate.join();
        }
    }

    private long measured(Run run) {
        return run.quick() ? 20_000 : events;
    }

    private long warmUp(Run run) {
        return run.quick() ? 4_000 : warmUpEvents;
    }

    private Map<String, String> settings(Run run) {
        Map<String, String> settings = run.settings(run.projectorHeap());
        settings.put("events", settings.get("events") + "; sessions of " + sessionLength);
        settings.put(
                "PostgreSQL", "18, shared_buffers 128 MB, fsync on; synchronous_commit off for the projector and COPY");
        settings.put(
                "measured",
                String.format(
                        "%,d events a round, wall clock from commit to commit, in transactions of up to 2,000",
                        measured(run)));
        settings.put(
                "warm-up", String.format("the first %,d events of each process; for COPY as many rows", warmUp(run)));
        return settings;
    }
}
