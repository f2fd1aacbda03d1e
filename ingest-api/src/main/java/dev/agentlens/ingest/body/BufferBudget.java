/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.body;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that may be held at a time, shared by all requests. */
final class BufferBudget {

    private final AtomicLong free;

    BufferBudget(long bytes) {
        free = new AtomicLong(bytes);
    }

    Share open() {
        return new Share();
    }

    /** What one request holds; used by one thread at a time. */
    final class Share {

        private final AtomicLong held = new AtomicLong();

        /** False if the budget does not have {@code bytes} left; nothing is then taken. */
        boolean take(int bytes) {
            if (free.addAndGet(-bytes) < 0) {
                free.addAndGet(bytes);
                return false;
            }
            held.addAndGet(bytes);
            return true;
        }

        /** Gives everything back; a second call does nothing. */
        void release() {
            free.addAndGet(held.getAndSet(0));
        }
    }
}
