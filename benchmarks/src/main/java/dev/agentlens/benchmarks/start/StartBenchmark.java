/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.start;

import dev.agentlens.benchmarks.Benchmark;
import dev.agentlens.benchmarks.Run;
import dev.agentlens.benchmarks.report.Line;
import dev.agentlens.benchmarks.report.Section;
import dev.agentlens.benchmarks.report.Target;
import dev.agentlens.benchmarks.system.Role;
import dev.agentlens.benchmarks.system.Servers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
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
        Map<String, Line.Rounds> lines = new LinkedHashMap<>();
        Launcher launcher = new Launcher(home.toAbsolutePath(), run.work().resolve("start"));
        launcher.build();
        for (int round = 1; round <= run.rounds(); round++) {
            launcher.forgetData();
            add(run, lines, "./agentlens up, new data directory", null, launcher.upAndDown());
            add(run, lines, "./agentlens up, second start", 7.0, launcher.upAndDown());
        }
        try (Servers servers = run.servers("start")) {
            servers.kafka();
            servers.database();
            for (int round = 1; round <= run.rounds(); round++) {
                roles(servers).forEach((name, start) -> {
                    try (Role role = start.get()) {
                        add(run, lines, name + ", alone", 4.0, role.startedIn().toNanos() / 1e9);
                    }
                });
            }
        }
        List<Line> all = new ArrayList<>();
        lines.values().forEach(line -> all.add(line.line()));
        return new Section("start", "Start: to ready", settings(run), all, List.of());
    }

    private static Map<String, Supplier<Role>> roles(Servers servers) {
        Map<String, Supplier<Role>> roles = new LinkedHashMap<>();
        roles.put("ingest-api", () -> servers.ingest(Map.of()));
        roles.put("projector", () -> servers.projector(Map.of()));
        roles.put("query-api", servers::query);
        return roles;
    }

    private static void add(
            Run run, Map<String, Line.Rounds> lines, String what, @Nullable Double target, double seconds) {
        lines.computeIfAbsent(what, name -> Line.rounds(name, "s", target == null ? null : Target.atMost(target)))
                .add(seconds);
        run.announce(String.format("%s: %.2f s", what, seconds));
    }

    private static Map<String, String> settings(Run run) {
        Map<String, String> settings = run.settings();
        settings.put("roles alone", "unpacked, broker and database are there");
        settings.put("./agentlens up", "built before, with the options of the launcher");
        settings.put("warm-up", "none: every start is a new process; files are in the page cache");
        return settings;
    }
}
