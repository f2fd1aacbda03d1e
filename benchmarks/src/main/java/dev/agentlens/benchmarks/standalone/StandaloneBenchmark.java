/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.standalone;

import dev.agentlens.benchmarks.Benchmark;
import dev.agentlens.benchmarks.Run;
import dev.agentlens.benchmarks.load.EventStream;
import dev.agentlens.benchmarks.report.Line;
import dev.agentlens.benchmarks.report.Section;
import dev.agentlens.benchmarks.report.Target;
import dev.agentlens.benchmarks.system.Launcher;
import dev.agentlens.benchmarks.system.Memory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./benchmarks/run standalone}. */
@Command(
        name = "standalone",
        mixinStandardHelpOptions = true,
        description = "./agentlens up as a user starts it: writes in batches of several sizes, and every kind of read,"
                + " closed loop; writes once more with AGENTLENS_EMBEDDED_FSYNC=true.")
public final class StandaloneBenchmark extends Benchmark {

    private static final int RESIDENT_LIMIT_MB = 500;

    @Option(
            names = "--home",
            defaultValue = "${env:AGENTLENS_HOME:-.}",
            hidden = true,
            description = "where ./agentlens is")
    private Path home = Path.of(".");

    @Option(names = "--app", hidden = true, description = "an unpacked build to run, without preparing it")
    private @Nullable Path app;

    @Option(names = "--batches", split = ",", description = "events of a POST (default: ${DEFAULT-VALUE})")
    private List<Integer> batches = List.of(1, 10, 100);

    @Option(
            names = "--connections",
            split = ",",
            description = "at a time; reads use those up to 8 (default: ${DEFAULT-VALUE})")
    private List<Integer> connections = List.of(1, 8, 32);

    @Option(
            names = "--fill",
            description = "events that are there when reads begin (default: 100000; with --quick 3000)")
    private int fill;

    @Override
    public Section measure(Run run) throws Exception {
        Launcher launcher = new Launcher(home.toAbsolutePath(), run.work().resolve("standalone"), app);
        if (app == null) {
            launcher.build();
        }
        List<Line> lines = new ArrayList<>();
        EventStream events = run.events(Writes.SESSION_LENGTH, 6);
        launcher.deleteData();
        try (Launcher.Running running = launcher.up(environment("false"))) {
            Writes writes = new Writes(run, running.port(), events, batches, connections, "");
            lines.addAll(writes.measure());
            writes.fill(fill > 0 ? fill : run.quick() ? 3_000 : 100_000);
            lines.addAll(new Reads(run, running.port(), events, connections).measure());
            lines.add(Line.of(
                    "resident memory of the process at the end",
                    "MB",
                    Memory.residentMegabytes(running.process().pid()),
                    Target.atMost(RESIDENT_LIMIT_MB)));
        }
        launcher.deleteData();
        try (Launcher.Running running = launcher.up(environment("true"))) {
            EventStream others = run.events(Writes.SESSION_LENGTH, 7);
            lines.addAll(
                    new Writes(run, running.port(), others, batches, connections, ", survives power loss").measure());
        }
        launcher.deleteData();
        return new Section("standalone", "What one command gives", settings(run), lines, List.of());
    }

    private static Map<String, String> environment(String fsync) {
        return Map.of(
                "AGENTLENS_EMBEDDED_FSYNC", fsync,
                "AGENTLENS_RATE_LIMIT_EVENTS", "0",
                "AGENTLENS_RATE_LIMIT_SESSIONS", "0",
                "AGENTLENS_RATE_LIMIT_ANALYTICS", "0");
    }

    private Map<String, String> settings(Run run) {
        Map<String, String> settings = run.settings();
        settings.remove("each role");
        settings.put("rounds", run.rounds() + "; medians");
        settings.put("started by", "./agentlens up, after ./agentlens build; rate limits off; a new data directory");
        settings.put("sessions", "of " + Writes.SESSION_LENGTH + " events; a batch is a part of one or two sessions");
        settings.put(
                "load",
                "closed loop, " + run.measured().toSeconds() + " s a round for each line, after "
                        + run.warmUp().toSeconds() + " s of the same"
                        + (run.firstRound() == 0 ? "; one round before them is not counted" : ""));
        settings.put("survives power loss", "AGENTLENS_EMBEDDED_FSYNC=true, on another data directory");
        settings.put(
                "visible after",
                "from the last response of a load until /analytics counts all of its events; the median");
        settings.put("client", "one thread, non-blocking, beside the process on the same cores");
        return settings;
    }
}
