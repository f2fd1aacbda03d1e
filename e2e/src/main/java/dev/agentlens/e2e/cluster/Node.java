/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A server of the cluster that faults can hit. Methods block until the effect is there; any thread may call them. */
public interface Node {

    /** Such as {@code projector-1}. */
    String name();

    /** Its log file. */
    Path log();

    /** Starts it; it need not be ready when this returns. */
    void start();

    /** kill -9. */
    void kill();

    /**
     * Asks it to stop properly.
     *
     * @return false if it did not end within {@code limit} and had to be killed
     */
    boolean stop(Duration limit);

    /** SIGSTOP. */
    void freeze();

    /** SIGCONT. */
    void thaw();

    /** Ends it permanently: from now on {@link #start} has no effect. */
    void retire();

    boolean isReady();

    /** Started and not asked to end; it may be frozen. */
    boolean isUp();

    /** The cause of an unexpected end. */
    Optional<String> unexpectedEnd();
}
