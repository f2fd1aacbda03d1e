/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.servers;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * What has been started, to be stopped in the opposite order. Stopping waits for a start that is under way, so that none
 * is left behind, and prevents all later ones.
 */
public final class Running {

    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private boolean stopping;

    /** Thrown where a start comes after the stop. */
    public static final class StoppingException extends RuntimeException {}

    /** @throws StoppingException if everything is being stopped already */
    public synchronized <T extends AutoCloseable> T start(Supplier<T> part) {
        if (stopping) {
            throw new StoppingException();
        }
        T running = part.get();
        started.push(running);
        return running;
    }

    public synchronized void stop() {
        stopping = true;
        while (!started.isEmpty()) {
            AutoCloseable part = started.pop();
            try {
                part.close();
            } catch (Exception e) {
                // No logger of the class: it would exist before the data directory that holds the log.
                LoggerFactory.getLogger(Running.class)
                        .error("{} did not stop cleanly", part.getClass().getSimpleName(), e);
            }
        }
    }
}
