/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.hotpath;

import dev.agentlens.benchmarks.Benchmark;
import dev.agentlens.benchmarks.Run;
import dev.agentlens.benchmarks.load.Profile;
import dev.agentlens.benchmarks.report.Line;
import dev.agentlens.benchmarks.report.Section;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./benchmarks/run jmh}. */
@Command(
        name = "jmh",
        mixinStandardHelpOptions = true,
        description = "The pure hot paths alone, by JMH: parse and validate, encode, decode, fold, explain.")
public final class HotPathBenchmark extends Benchmark {

    private static final int QUICK_MS = 200;

    @Option(names = "--include", description = "regular expression for names (default: all)")
    private String include = "Path";

    @Override
    public Section measure(Run run) throws RunnerException {
        OptionsBuilder options = new OptionsBuilder();
        options.include(include)
                .forks(run.quick() ? 1 : run.rounds())
                .warmupIterations(run.quick() ? 1 : 3)
                .warmupTime(run.quick() ? TimeValue.milliseconds(QUICK_MS) : TimeValue.seconds(1))
                .measurementIterations(run.quick() ? 1 : 3)
                .measurementTime(run.quick() ? TimeValue.milliseconds(QUICK_MS) : TimeValue.seconds(1))
                .jvmArgs("-Xmx" + run.heapMegabytes() + "m", "-XX:+UseSerialGC");
        Collection<RunResult> results = new Runner(options.build()).run();
        List<Line> lines = new ArrayList<>();
        for (RunResult result : results) {
            String profile = result.getParams().getParam("profile");
            lines.add(Line.of(
                    result.getPrimaryResult().getLabel()
                            + (profile == null ? "" : ", profile " + Profile.valueOf(profile)),
                    profile == null ? "µs for 100 events" : "µs for each event",
                    result.getPrimaryResult().getScore(),
                    null));
        }
        Map<String, String> settings = run.settings();
        settings.remove("events");
        settings.remove("each role");
        settings.put("rounds", run.rounds() + " forks, the mean of 3 s each after 3 s of warm-up");
        settings.put("JVM", "-Xmx" + run.heapMegabytes() + "m -XX:+UseSerialGC, one thread");
        return new Section("jmh", "JMH: the pure hot paths", settings, lines, List.of());
    }
}
