/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.redrive;

import dev.agentlens.cli.redrive.Decision.LeaveAlone;
import dev.agentlens.cli.redrive.Decision.Send;
import dev.agentlens.cli.redrive.EntryScan.Found;
import dev.agentlens.cli.terminal.Confirmation;
import dev.agentlens.cli.terminal.PrettyPrinter;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Option;

/**
 * Says what it will do with each entry, asks, sends, and marks what was sent. Entries are decided on twice, for the plan and
 * for the sending, so that there may be any number of them.
 *
 * @param <S> what is sent
 */
public final class Redrive<E extends Entry, S> {

    private static final int SHOWN = 20;

    private final EntryScan<E> scan;
    private final Function<E, Decision<S>> decide;
    private final Words words;
    private final PrintWriter out;

    /** Texts for the operator; {@code one} and {@code many} name what is redriven. */
    public record Words(String one, String many, String target, String listCommand, String leftAlone) {

        String of(long count) {
            return count + " " + (count == 1 ? one : many);
        }
    }

    /** How far a redrive goes. */
    public static final class Options {

        @Option(names = "--yes", description = "Send without asking.")
        private boolean yes;

        @Option(names = "--dry-run", description = "Only say what would be done.")
        private boolean dryRun;
    }

    /** Something to send, and what it was made of. */
    public record Ready<E extends Entry, S>(E entry, S what) {}

    /** Sends. */
    public interface Sender<E extends Entry, S> {

        /**
         * Reports each result to {@code outcome}, as soon as it is known.
         *
         * @throws dev.agentlens.cli.CommandFailedException if some could not be sent; the command then ends
         */
        void send(List<Ready<E, S>> batch, Outcome<E> outcome);
    }

    /** What became of what was sent. */
    public interface Outcome<E extends Entry> {

        /** They arrived; marked as redriven at once. */
        void arrived(Collection<E> entries);

        /**
         * It was refused.
         *
         * @param recorded whether it is in the topic once more, with this reason; this one is then done with
         */
        void refused(E entry, String reason, boolean recorded);
    }

    public Redrive(EntryScan<E> scan, Function<E, Decision<S>> decide, Words words, PrintWriter out) {
        this.scan = scan;
        this.decide = decide;
        this.words = words;
        this.out = out;
    }

    /** Returns the exit code: 0 if nothing of the selection remains. */
    public int run(Options options, Sender<E, S> sender) {
        Tally plan = plan();
        if (plan.total() == 0) {
            out.println("There is nothing to redrive in this selection; " + words.listCommand() + " --all shows also"
                    + " what was redriven before.");
            return 0;
        }
        if (options.dryRun || plan.sent == 0) {
            out.println(options.dryRun ? "This was a dry run: nothing was sent." : "Nothing was sent.");
            return plan.left == 0 ? 0 : 1;
        }
        if (!options.yes && !Confirmation.ask("Send " + words.of(plan.sent) + " again?", out, System.in)) {
            out.println("Nothing was sent.");
            return 0;
        }
        Tally done = send(sender);
        out.println(words.of(done.sent) + " sent to " + words.target() + " and acknowledged, "
                + (done.left + done.refused)
                + " left. " + words.listCommand() + " shows what is left; what cannot be projected comes back as a dead"
                + " letter.");
        return done.left + done.refused == 0 ? 0 : 1;
    }

    private Tally plan() {
        Tally tally = new Tally();
        scan.find(
                false,
                found -> found.forEach(one -> {
                    Decision<S> decision = decide.apply(one.entry());
                    boolean sends = decision instanceof Send;
                    tally.add(sends);
                    if (tally.total() <= SHOWN) {
                        out.println(Listing.line(one.entry()));
                        out.println("    " + describe(decision));
                    }
                }));
        if (tally.total() > SHOWN) {
            out.println("... and " + (tally.total() - SHOWN) + " more");
        }
        if (tally.total() > 0) {
            out.println(words.of(tally.sent) + " to send to " + words.target()
                    + (tally.left == 0 ? "." : ", " + tally.left + " to leave alone: " + words.leftAlone() + "."));
        }
        return tally;
    }

    private String describe(Decision<S> decision) {
        if (decision instanceof Send<S> send) {
            return send.change() == null ? "send" : "send, " + PrettyPrinter.line(send.change(), 500);
        }
        return "leave alone: " + PrettyPrinter.line(((LeaveAlone<S>) decision).reason(), 500);
    }

    private Tally send(Sender<E, S> sender) {
        Tally tally = new Tally();
        Outcome<E> outcome = new Outcome<>() {
            @Override
            public void arrived(Collection<E> entries) {
                if (!entries.isEmpty()) {
                    scan.marks().mark(entries.stream().map(Entry::fingerprint).toList(), false);
                    tally.sent += entries.size();
                }
            }

            @Override
            public void refused(E entry, String reason, boolean recorded) {
                if (recorded) {
                    scan.marks().mark(List.of(entry.fingerprint()), true);
                }
                tally.refused++;
                out.println(entry.place() + "  refused: " + PrettyPrinter.line(reason, 500));
            }
        };
        scan.find(false, found -> {
            List<Ready<E, S>> ready = new ArrayList<>();
            for (Found<E> one : found) {
                if (decide.apply(one.entry()) instanceof Send<S> send) {
                    ready.add(new Ready<>(one.entry(), send.what()));
                } else {
                    tally.left++;
                }
            }
            if (!ready.isEmpty()) {
                sender.send(ready, outcome);
            }
        });
        return tally;
    }

    private static final class Tally {

        private long sent;
        private long left;
        private long refused;

        void add(boolean sends) {
            sent += sends ? 1 : 0;
            left += sends ? 0 : 1;
        }

        long total() {
            return sent + left;
        }
    }
}
