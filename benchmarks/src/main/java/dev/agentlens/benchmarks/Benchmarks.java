/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks;

import dev.agentlens.benchmarks.export.ExportBenchmark;
import dev.agentlens.benchmarks.freshness.FreshnessBenchmark;
import dev.agentlens.benchmarks.hotpath.HotPathBenchmark;
import dev.agentlens.benchmarks.ingest.IngestBenchmark;
import dev.agentlens.benchmarks.project.ProjectBenchmark;
import dev.agentlens.benchmarks.read.ReadBenchmark;
import dev.agentlens.benchmarks.rebuild.RebuildBenchmark;
import dev.agentlens.benchmarks.size.SizeBenchmark;
import dev.agentlens.benchmarks.standalone.StandaloneBenchmark;
import dev.agentlens.benchmarks.start.StartBenchmark;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./benchmarks/run}. */
public final class Benchmarks {

    private Benchmarks() {}

    /** Its subcommands do the work. */
    @Command(
            name = "./benchmarks/run",
            mixinStandardHelpOptions = true,
            synopsisSubcommandLabel = "COMMAND",
            description = "Measures each stage beside the limit of this machine, in the same run.")
    private static final class Root {}

    @Command(
            name = "all",
            mixinStandardHelpOptions = true,
            description = "All of them; about an hour, with --full half an hour more.")
    private static final class All implements Callable<Integer> {

        @Mixin
        private RunOptions options;

        @Spec
        private CommandSpec spec;

        @Override
        public Integer call() throws Exception {
            new Runner(options, spec.commandLine()).run(benchmarks());
            return 0;
        }
    }

    public static void main(String[] arguments) {
        CommandLine commandLine = new CommandLine(new Root());
        benchmarks().forEach(commandLine::addSubcommand);
        commandLine.addSubcommand(new All());
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        System.exit(commandLine.execute(arguments.length == 0 ? new String[] {"--help"} : arguments));
    }

    private static List<Benchmark> benchmarks() {
        return List.of(
                new StandaloneBenchmark(),
                new IngestBenchmark(),
                new ProjectBenchmark(),
                new FreshnessBenchmark(),
                new ReadBenchmark(),
                new ExportBenchmark(),
                new RebuildBenchmark(),
                new StartBenchmark(),
                new SizeBenchmark(),
                new HotPathBenchmark());
    }
}
