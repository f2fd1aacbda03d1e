/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.cluster;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Polling with a limit. */
public final class Waiting {

    private static final long PAUSE_MS = 100;

    private Waiting() {}

    /** The awaited condition was not met in time. */
    public static final class TimedOutException extends RuntimeException {
        TimedOutException(String message) {
            super(message);
        }
    }

    /** @throws TimedOutException after {@code limit}, with what {@code state} says then */
    public static void until(String what, Duration limit, BooleanSupplier condition, Supplier<String> state) {
        long giveUp = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > giveUp) {
                throw new TimedOutException(what + ": not within " + limit.toSeconds() + " s (" + state.get() + ")");
            }
            pause(PAUSE_MS);
        }
    }

    /** @throws IllegalStateException if interrupted */
    public static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", e);
        }
    }
}
