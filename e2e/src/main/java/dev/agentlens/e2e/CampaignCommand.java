/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.e2e.cluster.Directories;
import dev.agentlens.e2e.nemesis.Schedule;
import dev.agentlens.e2e.nemesis.Scheduler;
import dev.agentlens.e2e.rebuild.RebuildTrialCommand;
import dev.agentlens.e2e.report.Figures;
import dev.agentlens.e2e.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./agentlens-e2e campaign}. Exit codes: 0 no violation, 1 violations, 2 wrong usage. */
@Command(
        name = "campaign",
        mixinStandardHelpOptions = true,
        description =
                "Runs the roles, a broker and a database as processes of this machine, sends events while faults are"
                        + " done to all of them, and compares every response with an oracle that knows only what was acknowledged.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every promise was kept", "1:a promise was broken; the report says which", "2:wrong usage"})
final class CampaignCommand implements Callable<Integer> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    @Option(
            names = "--events",
            defaultValue = "100000",
            description = "distinct events to send (default: ${DEFAULT-VALUE})")
    private long events;

    @Option(
            names = "--faults",
            defaultValue = "30",
            description = "faults to do, 0 for none (default: ${DEFAULT-VALUE})")
    private int faults;

    @Option(names = "--short", description = "the schedule of ./mvnw verify instead: one round of ten faults")
    private boolean shortSchedule;

    @Option(
            names = "--seed",
            description = "of the schedule and the events; the same seed, the same of both (default: random)")
    private @Nullable Long seed;

    @Option(names = "--report", description = "file to write the report to, in Markdown")
    private @Nullable Path report;

    @Option(
            names = "--keep",
            description = "directory for what the servers write, kept afterwards; it is emptied first")
    private @Nullable Path keep;

    @Option(names = "--schedule", description = "only print the schedule")
    private boolean scheduleOnly;

    @Option(
            names = "--rebuild",
            split = " ",
            defaultValue = "rebuild",
            description = "arguments of the tool that rebuild")
    private List<String> rebuild = List.of();

    @Option(names = "--verify", split = " ", defaultValue = "verify", description = "arguments of the tool that verify")
    private List<String> verify = List.of();

    @Option(
            names = "--target",
            defaultValue = "${env:AGENTLENS_E2E_TARGET:-e2e/target}",
            hidden = true,
            description = "the build's output directory")
    private Path target = Path.of("e2e/target");

    /** It has a single subcommand. */
    @Command(name = "agentlens-e2e", mixinStandardHelpOptions = true, description = "Fault campaigns of AgentLens.")
    private static final class Root {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Root())
                .addSubcommand(new CampaignCommand())
                .addSubcommand(new RebuildTrialCommand())
                .execute(arguments.length == 0 ? new String[] {"--help"} : arguments));
    }

    @Override
    public Integer call() throws IOException {
        long chosen = seed != null ? seed : new SecureRandom().nextInt(1_000_000);
        Schedule schedule = shortSchedule ? Scheduler.shortCampaign(chosen) : Scheduler.campaign(chosen, faults);
        String command = String.format(
                Locale.ROOT,
                "./agentlens-e2e campaign --events %d %s --seed %d",
                events,
                shortSchedule ? "--short" : "--faults " + faults,
                chosen);
        printLine("Repeat with: " + command);
        printLine("Schedule, about " + schedule.lasts().toMinutes() + " min without checks:\n" + schedule.describe());
        if (scheduleOnly) {
            return 0;
        }
        Path directory = keep != null ? keep : target.resolve("campaign-" + chosen);
        CampaignSettings settings = new CampaignSettings(
                events,
                chosen,
                schedule,
                target.toAbsolutePath(),
                directory.toAbsolutePath(),
                List.of(),
                rebuild,
                verify);
        Figures figures = Campaign.run(settings, CampaignCommand::printLine);
        String text = Report.of(figures, command);
        System.out.println();
        System.out.println(text);
        if (report != null) {
            Files.writeString(report, text, UTF_8);
        }
        boolean passed = figures.violations().none();
        if (passed && keep == null) {
            Directories.delete(directory);
        }
        return passed ? 0 : 1;
    }

    private static void printLine(String line) {
        System.out.println(LocalTime.now().format(TIME) + " " + line);
    }
}
