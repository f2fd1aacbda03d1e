/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.analytics;

import dev.agentlens.common.latency.LatencyBuckets;
import dev.agentlens.query.session.Decimals;
import java.math.BigDecimal;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How many durations each bucket has. */
final class LatencyHistogram {

    private final SortedMap<Integer, Long> counts = new TreeMap<>();
    private long total;

    void add(int bucket, long count) {
        counts.merge(bucket, count, Long::sum);
        total += count;
    }

    long total() {
        return total;
    }

    /** The duration that {@code percent} of all do not exceed, in milliseconds; 0 if there are no durations. */
    BigDecimal percentile(int percent) {
        long rank = Math.max(1, (total * percent + 99) / 100);
        long passed = 0;
        for (Map.Entry<Integer, Long> bucket : counts.entrySet()) {
            passed += bucket.getValue();
            if (passed >= rank) {
                return Decimals.rounded(BigDecimal.valueOf(LatencyBuckets.milliseconds(bucket.getKey())));
            }
        }
        return BigDecimal.ZERO;
    }
}
