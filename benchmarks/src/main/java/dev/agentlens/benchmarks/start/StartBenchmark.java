/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.start;

import dev.agentlens.benchmarks.Benchmark;
import dev.agentlens.benchmarks.Run;
import dev.agentlens.benchmarks.report.Line;
import dev.agentlens.benchmarks.report.Section;
import dev.agentlens.benchmarks.report.Target;
import dev.agentlens.benchmarks.system.Launcher;
import dev.agentlens.benchmarks.system.Role;
import dev.agentlens.benchmarks.system.Servers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./benchmarks/run start}. */
@Command(
        name = "start",
        mixinStandardHelpOptions = true,
        description = "From the start of the process to ready, by the readiness probe: ./agentlens up on a new and on a"
                + " used data directory, and each role alone.")
public final class StartBenchmark extends Benchmark {

    @Option(
            names = "--home",
            defaultValue = "${env:AGENTLENS_HOME:-.}",
            hidden = true,
            description = "where ./agentlens is")
    private Path home = Path.of(".");

    @Override
    public Section measure(Run run) {
        List<Line> lines = new ArrayList<>();
        lines.addAll(everything(run));
        lines.addAll(alone(run));
        return new Section("start", "Start: to ready", settings(run), lines, List.of());
    }

    private List<Line> everything(Run run) {
        Line.Rounds first = Line.rounds("./agentlens up, new data directory", "s", null);
        Line.Rounds second = Line.rounds("./agentlens up, second start", "s", Target.atMost(7));
        Launcher launcher = new Launcher(home.toAbsolutePath(), run.work().resolve("launcher"), null);
        launcher.build();
        for (int round = 1; round <= run.rounds(); round++) {
            launcher.deleteData();
            first.add(upAndDown(launcher));
            second.add(upAndDown(launcher));
            run.announce("round " + round + ": ./agentlens up twice");
        }
        return List.of(first.line(), second.line());
    }

    private static double upAndDown(Launcher launcher) {
        try (Launcher.Running running = launcher.up(Map.of())) {
            return running.startedIn().toNanos() / 1e9;
        }
    }

    private static List<Line> alone(Run run) {
        Line.Rounds ingest =
                Line.rounds("ingest-api alone; limit: an empty WebFlux application", "s", Target.atMost(4));
        Line.Rounds projector = Line.rounds("projector alone; the same limit", "s", Target.atMost(4));
        Line.Rounds query = Line.rounds("query-api alone; the same limit", "s", Target.atMost(4));
        try (Servers servers = run.servers("start")) {
            servers.kafka();
            servers.database();
            for (int round = 1; round <= run.rounds(); round++) {
                double empty = seconds(servers::empty);
                ingest.add(empty, seconds(() -> servers.ingest(Map.of())));
                projector.add(empty, seconds(() -> servers.projector(Map.of())));
                query.add(empty, seconds(servers::query));
                run.announce("round " + round + ": each role alone");
            }
        }
        return List.of(ingest.line(), projector.line(), query.line());
    }

    private static double seconds(Supplier<Role> start) {
        try (Role role = start.get()) {
            return role.startedIn().toNanos() / 1e9;
        }
    }

    private static Map<String, String> settings(Run run) {
        Map<String, String> settings = run.settings();
        settings.remove("events");
        settings.put("roles alone", "unpacked, broker and database are there");
        settings.put("./agentlens up", "built before, with the options of the launcher");
        settings.put("warm-up", "none: every start is a new process; files are in the page cache");
        return settings;
    }
}
