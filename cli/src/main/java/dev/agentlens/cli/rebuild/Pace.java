/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.rebuild;

import java.time.Duration;

/** Holds work back to a rate, so that it leaves room for others. */
final class Pace {

    private final int perSecond;
    private long freeAt = System.nanoTime();

    /** @param perSecond records; 0 for no limit */
    Pace(int perSecond) {
        this.perSecond = perSecond;
    }

    /** Returns when the next records may be taken. */
    void took(int records) {
        if (perSecond > 0) {
            pause(Duration.ofNanos(reserve(records)));
        }
    }

    void pause(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized long reserve(int records) {
        long now = System.nanoTime();
        freeAt = Math.max(freeAt, now) + records * 1_000_000_000L / perSecond;
        return freeAt - now;
    }
}
