/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.system;

import dev.agentlens.benchmarks.load.EventRequests;
import dev.agentlens.benchmarks.load.EventStream;
import dev.agentlens.benchmarks.load.HttpLoad;
import dev.agentlens.benchmarks.load.Pace;
import java.time.Duration;

/** Events written into the log the way that clients do it. */
public final class Filling {

    private static final int BATCH = 500;
    private static final int CONNECTIONS = 4;
    private static final Duration LIMIT = Duration.ofHours(2);

    private Filling() {}

    /**
     * Returns when at least {@code count} further events, in full batches, are acknowledged.
     *
     * @return records in the log: where a batch was sent again, more than there are events
     */
    public static long fill(Servers servers, Role ingest, EventStream events, long count) {
        long batches = (count + BATCH - 1) / BATCH;
        try (HttpLoad load = new HttpLoad(ingest.port(), CONNECTIONS, new EventRequests(events, BATCH))) {
            load.run(new Pace.UpTo(batches), Duration.ZERO, LIMIT);
        }
        return servers.kafka().ends(Servers.EVENTS_TOPIC).values().stream()
                .mapToLong(Long::longValue)
                .sum();
    }
}
