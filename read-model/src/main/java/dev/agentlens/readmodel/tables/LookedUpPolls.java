/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether the events of a poll are looked up before they are written. Nearly all polls have only new events, and writing them
 * finds a duplicate as well, at the price of a rollback. Duplicates come in a row, as when a client repeats what it sent: so
 * after one of them the next polls are looked up.
 */
final class LookedUpPolls {

    static final int AFTER_A_DUPLICATE = 50;

    private final AtomicInteger left = new AtomicInteger();

    /** To be asked once for each poll. */
    boolean areExpectedToBeNew() {
        return left.getAndUpdate(polls -> Math.max(0, polls - 1)) == 0;
    }

    void foundDuplicate() {
        left.set(AFTER_A_DUPLICATE);
    }
}
