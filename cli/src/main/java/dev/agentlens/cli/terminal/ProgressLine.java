/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.terminal;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How far a long work is: what, how many of how many, how fast, how long still. On a terminal one line that is written
 * over, ten times a second at most; elsewhere a line every ten seconds.
 */
public final class ProgressLine {

    private static final Duration BETWEEN_UPDATES = Duration.ofMillis(100);
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final PrintWriter out;
    private final boolean terminal;
    private final LongSupplier nanoTime;
    private final String what;
    private final long total;
    private final long begun;
    private long reportedAt;
    private long latest;
    private long shown = -1;

    /** @param total 0 where it is not known */
    public ProgressLine(PrintWriter out, String what, long total) {
        this(out, Terminal.isAttached(), System::nanoTime, what, total);
    }

    ProgressLine(PrintWriter out, boolean terminal, LongSupplier nanoTime, String what, long total) {
        this.out = out;
        this.terminal = terminal;
        this.nanoTime = nanoTime;
        this.what = what;
        this.total = total;
        begun = nanoTime.getAsLong();
        reportedAt = begun;
    }

    /** May be called as often as there is news. */
    public synchronized void at(long done) {
        latest = done;
        Duration pause = terminal ? BETWEEN_UPDATES : BETWEEN_LINES;
        if (nanoTime.getAsLong() - reportedAt >= pause.toNanos()) {
            show();
        }
    }

    /** Ends the line, with the latest news in it; what is printed next is below it. */
    public synchronized void end() {
        if (!terminal || shown < 0) {
            return;
        }
        if (shown != latest) {
            show();
        }
        out.println();
        out.flush();
        shown = -1;
    }

    private void show() {
        reportedAt = nanoTime.getAsLong();
        shown = latest;
        String line = line(latest, Duration.ofNanos(reportedAt - begun));
        if (terminal) {
            out.print("\r" + line + "\u001b[K");
        } else {
            out.println(line);
        }
        out.flush();
    }

    private String line(long done, Duration taken) {
        double seconds = Math.max(0.001, taken.toNanos() / 1e9);
        double rate = done / seconds;
        if (total <= 0) {
            return String.format(Locale.ROOT, "%s: %,d, %,.0f/s", what, done, rate);
        }
        String left = rate < 1
                ? ""
                : ", " + duration(Duration.ofSeconds((long) (Math.max(0, total - done) / rate))) + " left";
        return String.format(
                Locale.ROOT,
                "%s: %,d of %,d (%d %%), %,.0f/s%s",
                what,
                done,
                total,
                Math.min(100, 100 * done / total),
                rate,
                left);
    }

    /** {@code 45 s}, {@code 3 min 20 s}, {@code 2 h 5 min}. */
    public static String duration(Duration duration) {
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return seconds + " s";
        }
        return seconds < 3600
                ? seconds / 60 + " min " + seconds % 60 + " s"
                : seconds / 3600 + " h " + seconds % 3600 / 60 + " min";
    }
}
