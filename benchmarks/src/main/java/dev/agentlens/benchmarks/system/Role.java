/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.system;

import dev.agentlens.e2e.cluster.ServerProcess;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A running role.
 *
 * @param port of its API
 * @param gcLog of its JVM
 * @param startedIn from its start to ready
 */
public record Role(ServerProcess process, int port, Path gcLog, Duration startedIn) implements AutoCloseable {

    private static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    /** Stops it properly. */
    @Override
    public void close() {
        process.stop(STOP_LIMIT);
    }
}
