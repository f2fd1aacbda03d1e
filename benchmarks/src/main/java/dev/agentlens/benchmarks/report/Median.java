/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.report;

import java.util.List;

/** The middle one of several rounds. */
public final class Median {

    private Median() {}

    /** Of an even number the mean of the two in the middle; of none NaN. */
    public static double of(List<Double> values) {
        if (values.isEmpty()) {
            return Double.NaN;
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }
}
