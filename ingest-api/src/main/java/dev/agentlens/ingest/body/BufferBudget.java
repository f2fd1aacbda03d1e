/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.body;

import dev.agentlens.edge.error.ApiException;
import dev.agentlens.ingest.IngestProperties;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/**
 * Bytes that may be held at a time for the bodies of all requests: as they were sent, and what is made of them before they
 * are handed over to Kafka. An eighth is kept for small requests, so that those who send large ones cannot take it all.
 */
@Component
public final class BufferBudget {

    private static final int SMALL_BYTES = 256 * 1024;
    private static final int PART_FOR_SMALL = 8;

    private final AtomicLong free;
    private final long keptForSmall;
    private final Duration retryAfter;

    public BufferBudget(IngestProperties properties) {
        free = new AtomicLong(properties.maxBufferedBytes());
        keptForSmall = properties.maxBufferedBytes() / PART_FOR_SMALL;
        retryAfter = properties.retryAfter();
    }

    public Share open() {
        return new Share();
    }

    /** What one request holds; used by one thread at a time. */
    public final class Share implements AutoCloseable {

        private final AtomicLong held = new AtomicLong();

        /** @throws ApiException 503 if the budget does not have {@code bytes} left; nothing is then taken */
        public void take(int bytes) {
            long mustStayFree = held.get() + bytes > SMALL_BYTES ? keptForSmall : 0;
            if (free.addAndGet(-bytes) < mustStayFree) {
                free.addAndGet(bytes);
                throw ApiException.unavailable(
                        "Too much is being sent at once; send this batch again later", retryAfter);
            }
            held.addAndGet(bytes);
        }

        /** Gives everything back; a second call does nothing. */
        @Override
        public void close() {
            free.addAndGet(held.getAndSet(0));
        }
    }
}
