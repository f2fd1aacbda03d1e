/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.rebuild;

import dev.agentlens.cli.CommandFailedException;
import dev.agentlens.cli.connect.RunningSystem;
import dev.agentlens.cli.terminal.Usage;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./agentlens rebuild}. */
@Command(
        name = "rebuild",
        mixinStandardHelpOptions = true,
        description = {
            "Rebuilds the read tables from the log, while ingest, projectors and queries go on.",
            "The log is projected into a schema beside the live one, checked against the log, and then switched to in one"
                    + " transaction. If it is interrupted, the next call goes on from there."
        },
        footer = {
            "",
            "It needs room in PostgreSQL for the read tables a second time.",
            "Exit code: 0 done, 1 not done (the line says why), 2 called wrongly."
        })
public final class RebuildCommand implements Callable<Integer> {

    @Option(names = "--threads", defaultValue = "2", description = "Threads that project (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(
            names = "--max-rate",
            defaultValue = "0",
            description = "Records a second at most, to leave room for reads and writes (default: no limit).")
    private int maxRate;

    @Option(
            names = "--grace",
            defaultValue = "60",
            description = "Seconds between the switch and the end of the old tables (default: ${DEFAULT-VALUE}).")
    private int graceSeconds;

    @Option(names = "--accept-loss", description = "Rebuild although the log lacks events that the live tables have.")
    private boolean acceptLoss;

    @Option(names = "--dry-run", description = "Say what would be done, and change nothing.")
    private boolean dryRun;

    @Option(names = "--abort", description = "Give up a rebuild that was begun, and drop what it made.")
    private boolean abort;

    @Spec
    private CommandSpec spec;

    private final Supplier<RunningSystem> running;

    public RebuildCommand(Supplier<RunningSystem> running) {
        this.running = running;
    }

    @Override
    public Integer call() {
        Usage.require(spec, threads >= 1 && threads <= 16, "--threads must be 1 to 16");
        Usage.require(spec, maxRate >= 0, "--max-rate must not be negative");
        Usage.require(spec, graceSeconds >= 0, "--grace must not be negative");
        Usage.require(spec, !(dryRun && abort), "--dry-run and --abort exclude each other");
        RunningSystem system = running.get();
        RebuildOptions options = new RebuildOptions(threads, maxRate, Duration.ofSeconds(graceSeconds), acceptLoss);
        Rebuild rebuild = new Rebuild(
                system, options, new RebuildReport(spec.commandLine().getOut()));
        try {
            if (abort) {
                rebuild.abort();
            } else if (dryRun) {
                rebuild.dryRun();
            } else {
                rebuild.run();
            }
            return 0;
        } catch (DataAccessException e) {
            throw new CommandFailedException(
                    "PostgreSQL at " + system.database().jdbcUrl() + " did not answer as expected: "
                            + e.getMostSpecificCause().getMessage()
                            + "; what was done stays, run the command again when it is there",
                    e);
        }
    }
}
