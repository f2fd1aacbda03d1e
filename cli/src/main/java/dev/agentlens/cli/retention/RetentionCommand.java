/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.retention;

import com.zaxxer.hikari.HikariDataSource;
import dev.agentlens.cli.CommandFailedException;
import dev.agentlens.cli.connect.RunningSystem;
import dev.agentlens.cli.terminal.Confirmation;
import dev.agentlens.cli.terminal.ProgressLine;
import dev.agentlens.cli.terminal.Usage;
import dev.agentlens.readmodel.tables.ReadSchema;
import dev.agentlens.readmodel.tables.SessionExpiry;
import dev.agentlens.readmodel.tables.SessionExpiry.Removed;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./agentlens retention}. */
@Command(
        name = "retention",
        mixinStandardHelpOptions = true,
        description = {
            "Takes sessions out of the read tables, and out of the analytics, whose last event is older than so many days."
                    + " Projectors with AGENTLENS_RETENTION_DAYS do it every hour; this does it once, now, or only says"
                    + " what it would be.",
            "The log keeps its events until Kafka's own retention deletes them."
        },
        footer = {"", "Exit code: 0 done, 1 not (the line says why), 2 called wrongly."})
public final class RetentionCommand implements Callable<Integer> {

    @Option(names = "--days", paramLabel = "N", required = true, description = "1 to 36500.")
    private int days;

    @Option(names = "--dry-run", description = "Only say what would be taken out.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Spec
    private CommandSpec spec;

    private final Supplier<RunningSystem> running;

    public RetentionCommand(Supplier<RunningSystem> running) {
        this.running = running;
    }

    @Override
    public Integer call() {
        Usage.require(spec, days >= 1 && days <= 36_500, "--days must be 1 to 36500, not " + days);
        Instant cutoff = Instant.now().minus(Duration.ofDays(days));
        try (HikariDataSource database = running.get().dataSource(ReadSchema.LIVE, 2)) {
            return run(new SessionExpiry(database), cutoff);
        } catch (DataAccessException | TransactionException e) {
            throw new CommandFailedException(
                    "PostgreSQL does not answer: " + e.getMostSpecificCause().getMessage() + "; is it running?", e);
        }
    }

    private int run(SessionExpiry expiry, Instant cutoff) {
        PrintWriter out = spec.commandLine().getOut();
        Removed old = expiry.count(cutoff);
        out.println("Without an event since " + cutoff + ": " + inWords(old));
        if (dryRun || old.sessions() == 0) {
            out.println(dryRun ? "This was a dry run: nothing was taken out." : "There is nothing to take out.");
            return 0;
        }
        if (!yes && !Confirmation.ask("Take them out of the read tables?", out, System.in)) {
            out.println("Nothing was taken out.");
            return 0;
        }
        ProgressLine progress =
                new ProgressLine(spec.commandLine().getErr(), "Taking old sessions out", old.sessions());
        AtomicLong done = new AtomicLong();
        Removed removed = expiry.expire(cutoff, batch -> {
            progress.at(done.addAndGet(batch.sessions()));
            return true;
        });
        progress.end();
        out.println("Taken out: " + inWords(removed));
        return 0;
    }

    private static String inWords(Removed removed) {
        return String.format(Locale.ROOT, "%,d sessions with %,d events.", removed.sessions(), removed.events());
    }
}
