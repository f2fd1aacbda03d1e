/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.terminal;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/**
 * How far a long work is: what, how many of how many, how fast, how long still. On a terminal one line that is written
 * over; elsewhere a line every ten seconds.
 */
public final class ProgressLine {

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    private final PrintWriter out;
    private final boolean terminal;
    private final String what;
    private final long total;
    private final long begun = System.nanoTime();
    private long told = begun;
    private boolean open;

    /** @param total 0 where it is not known */
    public ProgressLine(PrintWriter out, String what, long total) {
        this(out, System.console() != null, what, total);
    }

    ProgressLine(PrintWriter out, boolean terminal, String what, long total) {
        this.out = out;
        this.terminal = terminal;
        this.what = what;
        this.total = total;
    }

    /** May be called as often as there is news. */
    public synchronized void at(long done) {
        long now = System.nanoTime();
        if (!terminal && now - told < BETWEEN_LINES.toNanos()) {
            return;
        }
        told = now;
        String line = line(done, Duration.ofNanos(now - begun));
        if (terminal) {
            out.print("\r" + line + "\u001b[K");
            open = true;
        } else {
            out.println(line);
        }
        out.flush();
    }

    /** Ends the line; what is printed next stands below it. */
    public synchronized void end() {
        if (open) {
            out.println();
            out.flush();
            open = false;
        }
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
