/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.report;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/** Quantiles of durations, in milliseconds. */
public record Latency(double p50, double p99, double p999, double max, long count) {

    /** Of durations that were recorded in nanoseconds. */
    public static Latency of(Histogram nanoseconds) {
        return new Latency(
                nanoseconds.getValueAtPercentile(50) / 1e6,
                nanoseconds.getValueAtPercentile(99) / 1e6,
                nanoseconds.getValueAtPercentile(99.9) / 1e6,
                nanoseconds.getMaxValue() / 1e6,
                nanoseconds.getTotalCount());
    }

    /** Of each quantile the median over the rounds; the greatest maximum; all that was counted. */
    public static Latency median(List<Latency> rounds) {
        return new Latency(
                median(rounds, Latency::p50),
                median(rounds, Latency::p99),
                median(rounds, Latency::p999),
                rounds.stream().mapToDouble(Latency::max).max().orElse(0),
                rounds.stream().mapToLong(Latency::count).sum());
    }

    private static double median(List<Latency> rounds, ToDoubleFunction<Latency> quantile) {
        return Median.of(rounds.stream().map(quantile::applyAsDouble).toList());
    }
}
