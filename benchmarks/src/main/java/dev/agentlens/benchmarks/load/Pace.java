/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.load;

/** When requests are due. Times are those of {@link System#nanoTime}. */
public sealed interface Pace {

    /** When the next request is due, {@code sent} of them having been sent since {@code begin}. */
    long due(long begin, long sent, long now);

    /** On each connection as soon as the response to the one before is there: for throughput. */
    record Closed() implements Pace {

        @Override
        public long due(long begin, long sent, long now) {
            return now;
        }
    }

    /**
     * At a fixed rate, whether or not the responses to earlier ones are there: for latency. A request counts from the
     * moment it was due, so that a system that has stopped shows in every request that was due meanwhile.
     */
    record Open(double requestsPerSecond) implements Pace {

        @Override
        public long due(long begin, long sent, long now) {
            return begin + (long) (sent * 1e9 / requestsPerSecond);
        }
    }

    /** As {@link Closed}, until so many are sent; what is refused with 503 is sent again. For filling. */
    record UpTo(long requests) implements Pace {

        @Override
        public long due(long begin, long sent, long now) {
            return sent < requests ? now : Long.MAX_VALUE;
        }
    }
}
