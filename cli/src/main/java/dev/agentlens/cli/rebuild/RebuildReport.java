/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.rebuild;

import dev.agentlens.cli.terminal.ProgressLine;
import dev.agentlens.cli.verify.Verification;
import dev.agentlens.readmodel.tables.ReadSchema;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints the progress and the result of a rebuild. */
final class RebuildReport {

    private final PrintWriter out;
    private final long begun = System.nanoTime();
    private ProgressLine line;
    private Verification.@Nullable Phase checking;
    private long before;
    private long filled;

    RebuildReport(PrintWriter out) {
        this.out = out;
        line = new ProgressLine(out, "", 0);
    }

    void begins(long records, long done) {
        say(
                done == 0
                        ? "Rebuilding the read tables from %,d records, beside the live ones."
                        : "Going on with the rebuild that was begun: of %,d records %,d are done.",
                records,
                done);
    }

    void droppingLeftover() {
        say("Dropping %s, which the last rebuild left.", ReadSchema.RETIRED);
    }

    void filling(long behind) {
        before = filled;
        line = new ProgressLine(out, "Projecting", behind);
    }

    void filled(long records) {
        filled = records;
        line.at(records - before);
    }

    void caughtUp() {
        line.end();
        say("Caught up with the log: %,d records read.", filled);
    }

    void tuning() {
        say("Gathering statistics.");
    }

    void checking(Verification.Phase phase, long done, long total) {
        if (phase != checking) {
            line.end();
            checking = phase;
            line = new ProgressLine(
                    out,
                    phase == Verification.Phase.READING_THE_LOG
                            ? "Checking: reading the log"
                            : "Checking: comparing the new tables",
                    total);
        }
        line.at(done);
    }

    void checked() {
        line.end();
    }

    void equal(long records) {
        say("The new tables are what the log makes of its %,d records.", records);
    }

    void waitingForVerification() {
        say("Waiting for the end of ./agentlens verify, which is running.");
    }

    void switched(Duration taken) {
        line.end();
        say("Switched: readers have the new tables (projection was paused for %d ms).", taken.toMillis());
    }

    void grace(Duration grace) {
        say(
                "The old tables (schema %s) are dropped in %s; if this is interrupted, the next rebuild drops them.",
                ReadSchema.RETIRED, ProgressLine.duration(grace));
    }

    void waitingForReaders() {
        say("Somebody still reads the old tables; waiting.");
    }

    void dropped() {
        say("Done in %s.", ProgressLine.duration(Duration.ofNanos(System.nanoTime() - begun)));
    }

    void would(long records, long done, long liveBytes) {
        say("Would project %,d records into the schema %s,", records - done, ReadSchema.REBUILD);
        if (done > 0) {
            say("(where a rebuild that was begun has %,d already)", done);
        }
        say("check them against the log, and switch to them. The live tables take %,d MB;", liveBytes >> 20);
        say("about as much again is needed until they are dropped. Nothing was changed.");
    }

    void nothingToAbort() {
        say("No rebuild was begun; there is nothing to give up.");
    }

    void aborted() {
        say("Given up; the live tables are as they were.");
    }

    private void say(String text, Object... values) {
        out.println(String.format(Locale.ROOT, text, values));
        out.flush();
    }
}
