/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.rebuild;

import dev.agentlens.benchmarks.Benchmark;
import dev.agentlens.benchmarks.Run;
import dev.agentlens.benchmarks.load.Profile;
import dev.agentlens.benchmarks.report.Line;
import dev.agentlens.benchmarks.report.Section;
import dev.agentlens.benchmarks.report.Target;
import dev.agentlens.benchmarks.system.Filling;
import dev.agentlens.benchmarks.system.Progress;
import dev.agentlens.benchmarks.system.Role;
import dev.agentlens.benchmarks.system.Servers;
import dev.agentlens.benchmarks.system.Sql;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./benchmarks/run rebuild}. */
@Command(
        name = "rebuild",
        mixinStandardHelpOptions = true,
        description = "The rate of ./agentlens rebuild beside the projector's, on the same log with as many threads.")
public final class RebuildBenchmark extends Benchmark {

    private static final int THREADS = 2;

    @Option(names = "--events", description = "in the log (default: ${DEFAULT-VALUE})")
    private long events = 300_000;

    @Override
    public Section measure(Run run) {
        long wanted = run.quick() ? 20_000 : events;
        Line.Rounds filling = Line.rounds("projecting; limit: the projector", "events/s", Target.ratioAtLeast(1));
        Line.Rounds total = Line.rounds("the whole command: projecting, vacuum, check, switch", "events/s", null);
        try (Servers servers = run.servers("rebuild")) {
            long filled;
            try (Role ingest = servers.ingest(Map.of())) {
                filled = Filling.fill(servers, ingest, run.events(run.profile() == Profile.ONE_KB ? 6 : 0, 8), wanted);
            }
            for (int round = 1; round <= run.rounds(); round++) {
                double projector = project(servers, filled);
                CompletableFuture<Double> rate =
                        Progress.rate(servers.database(), "agentlens_rebuild", filled / 4, filled);
                long begun = System.nanoTime();
                servers.operate("rebuild", "--threads", Integer.toString(THREADS), "--grace", "0");
                double seconds = (System.nanoTime() - begun) / 1e9;
                filling.add(projector, rate.join());
                total.add(filled / seconds);
                run.announce(String.format(
                        "round %d: %,.0f events/s, projector %,.0f; %.1f s in all",
                        round, rate.join(), projector, seconds));
            }
            return new Section(
                    "rebuild",
                    "Rebuild: the read tables from the log",
                    settings(run, filled),
                    List.of(filling.line(), total.line()),
                    List.of());
        }
    }

    private static double project(Servers servers, long filled) {
        Sql.run(servers.database(), "drop schema if exists agentlens cascade", "checkpoint");
        CompletableFuture<Double> rate = Progress.rate(servers.database(), "agentlens", filled / 4, filled);
        try (Role projector = servers.projector(Map.of("AGENTLENS_PROJECTOR_CONCURRENCY", Integer.toString(THREADS)))) {
            return rate.join();
        }
    }

    private static Map<String, String> settings(Run run, long filled) {
        Map<String, String> settings = run.settings();
        settings.put("log", String.format("%,d events in 12 partitions; %d threads each", filled, THREADS));
        settings.put("warm-up", "the first quarter of the events, of either process");
        return settings;
    }
}
