/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.load;

import dev.agentlens.benchmarks.report.Latency;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What one run of load found after its warm-up.
 *
 * @param items whose response was 2xx
 * @param seconds that were measured
 * @param latency of all responses
 * @param statuses how many responses of each status; 0 where the connection broke
 * @param bodyBytes of the responses
 */
public record LoadResult(long items, double seconds, Latency latency, Map<Integer, Long> statuses, long bodyBytes) {

    public double itemsPerSecond() {
        return items / seconds;
    }

    /**
     * This, if all is well.
     *
     * @throws IllegalStateException if a response was not 2xx
     */
    public LoadResult requireAllAnswered() {
        if (statuses.keySet().stream().anyMatch(status -> status / 100 != 2)) {
            throw new IllegalStateException("Not every response was 2xx: " + describeStatuses());
        }
        return this;
    }

    public String describeStatuses() {
        return statuses.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(count -> String.format("%d × %,d", count.getKey(), count.getValue()))
                .collect(Collectors.joining(", "));
    }
}
