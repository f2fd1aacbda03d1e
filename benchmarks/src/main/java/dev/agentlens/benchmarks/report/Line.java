/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a table.
 *
 * @param what was measured
 * @param unit of {@code limit} and {@code ours}
 * @param limit what the machine does without us; null where there is no such thing
 * @param ours null where only latency was measured
 * @param ratio of ours to the limit: the median of the rounds' ratios, each within its round
 * @param note what else is to be said of it; empty for nothing
 */
public record Line(
        String what,
        String unit,
        @Nullable Double limit,
        @Nullable Double ours,
        @Nullable Double ratio,
        @Nullable Latency latency,
        @Nullable Target target,
        String note) {

    /** Without a note. */
    public Line(
            String what,
            String unit,
            @Nullable Double limit,
            @Nullable Double ours,
            @Nullable Double ratio,
            @Nullable Latency latency,
            @Nullable Target target) {
        this(what, unit, limit, ours, ratio, latency, target, "");
    }

    /** One figure, without rounds. */
    public static Line of(String what, String unit, double ours, @Nullable Target target) {
        return new Line(what, unit, null, ours, null, null, target);
    }

    /** Begins a line whose rounds are yet to come. */
    public static Rounds rounds(String what, String unit, @Nullable Target target) {
        return new Rounds(what, unit, target);
    }

    public Line withNote(String text) {
        return new Line(what, unit, limit, ours, ratio, latency, target, text);
    }

    /** Whether the target is reached; null where there is none. */
    public @Nullable Boolean reached() {
        return target == null ? null : target.reached().test(this);
    }

    /** Collects what the rounds say of one line. */
    public static final class Rounds {

        private final String what;
        private final String unit;
        private final @Nullable Target target;
        private final List<Double> limits = new ArrayList<>();
        private final List<Double> ours = new ArrayList<>();
        private final List<Double> ratios = new ArrayList<>();
        private final List<Latency> latencies = new ArrayList<>();

        private Rounds(String what, String unit, @Nullable Target target) {
            this.what = what;
            this.unit = unit;
            this.target = target;
        }

        public void add(double limit, double figure) {
            limits.add(limit);
            ratios.add(figure / limit);
            add(figure);
        }

        public void add(double figure) {
            ours.add(figure);
        }

        public void add(Latency latency) {
            latencies.add(latency);
        }

        /** The median of our figure so far. */
        public double median() {
            return Median.of(ours);
        }

        public Line line() {
            return new Line(
                    what,
                    unit,
                    medianOrNull(limits),
                    medianOrNull(ours),
                    medianOrNull(ratios),
                    latencies.isEmpty() ? null : Latency.median(latencies),
                    target);
        }

        private static @Nullable Double medianOrNull(List<Double> values) {
            return values.isEmpty() ? null : Median.of(values);
        }
    }
}
