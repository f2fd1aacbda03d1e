/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.standalone;

import dev.agentlens.benchmarks.system.Api;
import java.time.Duration;

/** Whether what was written can be read: /analytics counts it. */
final class VisibilityCheck {

    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final long PAUSE_MS = 20;

    private final Api api;
    private final int sessionLength;

    /** @param sessionLength events of each session, its start and its end among them, which /analytics does not count */
    VisibilityCheck(int port, int sessionLength) {
        this.sessionLength = sessionLength;
        api = new Api(port);
    }

    /** @param missing how many events were not there at the limit of 15 s */
    record Outcome(Duration after, long missing) {}

    /** @param written events of sessions that were sent one after the other */
    Outcome await(long written) throws InterruptedException {
        long begun = System.nanoTime();
        long expected = counted(written, sessionLength);
        while (true) {
            long missing = expected - count();
            Duration after = Duration.ofNanos(System.nanoTime() - begun);
            if (missing <= 0 || after.compareTo(LIMIT) > 0) {
                return new Outcome(after, Math.max(0, missing));
            }
            Thread.sleep(PAUSE_MS);
        }
    }

    static long counted(long written, int sessionLength) {
        long begunNow = written % sessionLength;
        return written / sessionLength * (sessionLength - 2) + Math.max(0, begunNow - 1);
    }

    private long count() {
        return api.get("/analytics").at("/overview/total_events").asLong();
    }
}
