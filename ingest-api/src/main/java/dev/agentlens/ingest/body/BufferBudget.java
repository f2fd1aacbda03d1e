/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.body;

import dev.agentlens.edge.error.ApiException;
import dev.agentlens.ingest.IngestProperties;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;

/**
 * Limit of the bytes held for the bodies of all requests, as sent and as decoded until they are handed over to Kafka.
 * An eighth is reserved for small requests, so that large ones cannot use all of it.
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

    /** The bytes of one request; used by one thread at a time. */
    public final class Share implements AutoCloseable {

        private final AtomicLong held = new AtomicLong();

        /** @throws ApiException 503 if the budget has less than {@code bytes} left; it then stays unchanged */
        public void take(int bytes) {
            long mustStayFree = held.get() + bytes > SMALL_BYTES ? keptForSmall : 0;
            if (free.addAndGet(-bytes) < mustStayFree) {
                free.addAndGet(bytes);
                throw ApiException.unavailable(
                        "Too much is being sent at once; send this batch again later", retryAfter);
            }
            held.addAndGet(bytes);
        }

        /** Releases everything; a second call has no effect. */
        @Override
        public void close() {
            free.addAndGet(held.getAndSet(0));
        }
    }
}
