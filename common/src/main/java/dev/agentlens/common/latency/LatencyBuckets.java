/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.latency;

import java.math.BigDecimal;

/**
 * Buckets of durations, log-linear: 16 for each power of two of microseconds. The middle of a bucket differs by at most 3.2 % from
 * any duration in it, but for durations below 16 microseconds, which have a bucket for each microsecond.
 */
public final class LatencyBuckets {

    private static final int SUB_BITS = 4;
    private static final int SUBS = 1 << SUB_BITS;
    private static final BigDecimal LARGEST = BigDecimal.valueOf(Long.MAX_VALUE);

    private LatencyBuckets() {}

    /** The bucket of a duration in milliseconds, which is not negative. */
    public static int of(BigDecimal milliseconds) {
        BigDecimal micros = milliseconds.movePointRight(3);
        return of(micros.compareTo(LARGEST) >= 0 ? Long.MAX_VALUE : micros.longValue());
    }

    private static int of(long micros) {
        if (micros < SUBS) {
            return (int) micros;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(micros) - SUB_BITS;
        return shift * SUBS + (int) (micros >> shift);
    }

    /** The middle of a bucket, in milliseconds. */
    public static double milliseconds(int bucket) {
        if (bucket < 2 * SUBS) {
            return bucket / 1_000.0;
        }
        int shift = bucket / SUBS - 1;
        double low = (double) (bucket - shift * SUBS) * Math.pow(2, shift);
        return (low + Math.pow(2, shift) / 2) / 1_000.0;
    }
}
