/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.cluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A server of the cluster that can be hurt. The methods block until the effect is there; all may be called by any thread. */
public interface Node {

    /** Such as {@code projector-1}. */
    String name();

    /** Where it says what it does. */
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

    /** Ends it for good: from now on {@link #start} does nothing. */
    void retire();

    boolean isReady();

    /** Started and not asked to end; it may be frozen. */
    boolean isUp();

    /** What happened if it ended although nobody asked it to. */
    Optional<String> unexpectedEnd();
}
