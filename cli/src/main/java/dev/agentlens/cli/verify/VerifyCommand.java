/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import dev.agentlens.cli.connect.RunningSystem;
import dev.agentlens.cli.terminal.ProgressLine;
import dev.agentlens.cli.terminal.Usage;
import dev.agentlens.cli.verify.Verification.Options;
import dev.agentlens.cli.verify.Verification.Phase;
import dev.agentlens.readmodel.tables.ReadSchema;
import java.io.PrintWriter;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./agentlens verify}: exit code 0 where the read tables are what the log makes of them, 1 where not. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Checks that the read tables are what the log makes of them: copies agentlens.events.v1, from its beginning up to"
                    + " the position of the tables, into temporary tables of PostgreSQL, and compares every event, session,"
                    + " rollup and counter in SQL. It changes nothing else, and may run while events come in.",
            "It needs SELECT on the read tables, TEMPORARY on the database (which every user has by default), and space"
                    + " there: about 600 bytes per event. PostgreSQL drops the temporary tables when the command ends.",
            "Exit code 0: equal; 1: different, or it could not be found out; 2: called wrongly."
        })
public final class VerifyCommand implements Callable<Integer> {

    private static final int DIFFERENT = 1;

    private final Supplier<RunningSystem> system;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--schema",
            paramLabel = "NAME",
            defaultValue = ReadSchema.LIVE,
            description = "The tables to check: " + ReadSchema.LIVE + " (default), or " + ReadSchema.REBUILD
                    + ", which a rebuild fills.")
    private String schema = ReadSchema.LIVE;

    @Option(names = "--json", description = "Print the result as one JSON object.")
    private boolean json;

    @Option(
            names = "--memory",
            paramLabel = "MB",
            defaultValue = "32",
            description = "Megabytes that PostgreSQL may use for each sort, 1 to 1024 (default: ${DEFAULT-VALUE}).")
    private int memoryMb;

    public VerifyCommand(Supplier<RunningSystem> system) {
        this.system = system;
    }

    @Override
    public Integer call() {
        Options options = options();
        Verification verification = Verification.of(system.get(), schema, options);
        VerificationReport report;
        try (Lines progress = new Lines(spec.commandLine().getErr())) {
            report = verification.run(progress::at);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(ReportText.json(report));
        } else {
            ReportText.lines(report).forEach(out::println);
        }
        out.flush();
        return report.equal() ? 0 : DIFFERENT;
    }

    private Options options() {
        Usage.require(
                spec,
                Set.of(ReadSchema.LIVE, ReadSchema.REBUILD).contains(schema),
                "--schema must be " + ReadSchema.LIVE + " or " + ReadSchema.REBUILD);
        Usage.require(spec, memoryMb >= 1 && memoryMb <= 1024, "--memory must be 1 to 1024");
        return new Options(memoryMb, Options.defaults().listed());
    }

    /** One after the other, a line for each phase. */
    private static final class Lines implements AutoCloseable {

        /** Records between two looks at the clock. */
        private static final int STEP = 1_000;

        private final PrintWriter err;
        private @Nullable Phase phase;
        private @Nullable ProgressLine line;

        Lines(PrintWriter err) {
            this.err = err;
        }

        void at(Phase now, long done, long total) {
            if (line == null || now != phase) {
                close();
                phase = now;
                line = new ProgressLine(
                        err, now == Phase.READING_THE_LOG ? "Reading the log" : "Comparing the tables", total);
            }
            if (done % STEP == 0 || done == total) {
                line.at(done);
            }
        }

        @Override
        public void close() {
            if (line != null) {
                line.end();
            }
        }
    }
}
