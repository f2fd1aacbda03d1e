/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.report;

import java.util.Locale;
import java.util.function.Predicate;

/** What a line is meant to reach. */
public record Target(String text, Predicate<Line> reached) {

    /** Our figure over the limit. */
    public static Target ratioAtLeast(double ratio) {
        return new Target("ratio ≥ " + number(ratio), line -> line.ratio() != null && line.ratio() >= ratio);
    }

    /** Our figure over the limit, where less is better. */
    public static Target ratioAtMost(double ratio) {
        return new Target("ratio ≤ " + number(ratio), line -> line.ratio() != null && line.ratio() <= ratio);
    }

    /** Our figure itself, where less is better. */
    public static Target atMost(double figure) {
        return new Target("≤ " + number(figure), line -> line.ours() != null && line.ours() <= figure);
    }

    /** Milliseconds. */
    public static Target latency(double p50, double p99) {
        return new Target(
                "p50 ≤ " + number(p50) + " ms, p99 ≤ " + number(p99) + " ms",
                line -> line.latency() != null
                        && line.latency().p50() <= p50
                        && line.latency().p99() <= p99);
    }

    /** Milliseconds. */
    public static Target p99(double p99) {
        return new Target(
                "p99 ≤ " + number(p99) + " ms",
                line -> line.latency() != null && line.latency().p99() <= p99);
    }

    private static String number(double value) {
        return value == Math.rint(value)
                ? Long.toString((long) value)
                : String.format(Locale.ROOT, "%.2f", value).replaceAll("0$", "");
    }
}
