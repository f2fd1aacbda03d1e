/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.rebuild;

import java.util.Arrays;

/** Durations of responses, and responses that failed, over some time. */
final class Latencies {

    private long[] nanos = new long[1024];
    private int count;
    private int failures;

    synchronized void add(long nanosecondsTaken) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = nanosecondsTaken;
    }

    synchronized void failed() {
        failures++;
    }

    synchronized int failures() {
        return failures;
    }

    synchronized int count() {
        return count;
    }

    /** @param quantile 0 to 1 */
    synchronized double milliseconds(double quantile) {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return count == 0 ? 0 : sorted[(int) Math.min(count - 1, Math.floor(quantile * count))] / 1e6;
    }
}
