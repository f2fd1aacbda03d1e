/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.rebuild;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./agentlens-e2e rebuild}. */
@Command(
        name = "rebuild",
        mixinStandardHelpOptions = true,
        description =
                "Rebuilds the read tables of a cluster that is read and written meanwhile, and tells what that cost.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing failed, the tables are equal, and the 99th percentile of reads at most doubled",
            "1:the report says what was not so",
            "2:wrong usage"
        })
public final class RebuildTrialCommand implements Callable<Integer> {

    @Option(
            names = "--events",
            defaultValue = "1000000",
            description = "to fill the system with (default: ${DEFAULT-VALUE})")
    private long events;

    @Option(names = "--live-rate", defaultValue = "500", description = "events a second (default: ${DEFAULT-VALUE})")
    private int liveRate;

    @Option(names = "--read-rate", defaultValue = "50", description = "reads a second (default: ${DEFAULT-VALUE})")
    private int readRate;

    @Option(
            names = "--baseline",
            defaultValue = "60",
            description = "seconds of reading before the rebuild (default: ${DEFAULT-VALUE})")
    private int baselineSeconds;

    @Option(names = "--options", split = " ", description = "options of ./agentlens rebuild, in one argument")
    private List<String> options = List.of();

    @Option(
            names = "--target",
            defaultValue = "${env:AGENTLENS_E2E_TARGET:-e2e/target}",
            hidden = true,
            description = "the build's output directory")
    private Path target = Path.of("e2e/target");

    @Override
    public Integer call() {
        RebuildTrialReport report = new RebuildTrial(
                        new RebuildTrialSettings(
                                events,
                                liveRate,
                                readRate,
                                Duration.ofSeconds(baselineSeconds),
                                options,
                                target.toAbsolutePath(),
                                target.resolve("rebuild-trial").toAbsolutePath()),
                        RebuildTrialCommand::printLine)
                .run();
        System.out.println();
        System.out.println(report.markdown());
        return report.passed() ? 0 : 1;
    }

    private static void printLine(String line) {
        System.out.println(LocalTime.now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
    }
}
