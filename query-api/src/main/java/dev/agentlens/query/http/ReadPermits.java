/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.http;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.agentlens.edge.error.ApiException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Bounds the memory of reads that are under way, however many clients ask and however slowly they read: a number of
 * answers at a time, and a number of bytes of single large values among them. What finds no room within a moment is 503.
 */
@Component
public class ReadPermits {

    private static final int ANSWERS = 48;
    private static final int SHARE_OF_HEAP_FOR_LARGE_VALUES = 8;
    private static final int BYTES_PER_PERMIT = 1024;
    private static final Duration WAIT = Duration.ofSeconds(2);

    private final Scheduler scheduler;
    private final Semaphore answers = new Semaphore(ANSWERS, true);
    private final int largePermits =
            (int) (Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP_FOR_LARGE_VALUES / BYTES_PER_PERMIT);
    private final Semaphore large = new Semaphore(largePermits, true);

    ReadPermits(@Qualifier("blockingScheduler") Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    /** Does {@code work} on a thread that may wait, counting as one answer until it is done. */
    public <T> Mono<T> holding(Mono<T> work) {
        return Mono.using(() -> acquire(answers, 1), taken -> work, answers::release)
                .subscribeOn(scheduler);
    }

    /**
     * Does {@code work} while {@code bytes} of large values are in memory; waits on the calling thread.
     *
     * @throws ApiException 503 where there is no room for them
     */
    public <T, E extends Exception> T holdingLarge(long bytes, LargeWork<T, E> work) throws E {
        int permits = acquire(large, (int) Math.min(largePermits, bytes / BYTES_PER_PERMIT + 1));
        try {
            return work.run();
        } finally {
            large.release(permits);
        }
    }

    /** What has large values in memory. */
    @FunctionalInterface
    public interface LargeWork<T, E extends Exception> {
        T run() throws E;
    }

    private static int acquire(Semaphore semaphore, int permits) {
        try {
            if (semaphore.tryAcquire(permits, WAIT.toMillis(), MILLISECONDS)) {
                return permits;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw ApiException.unavailable("Too many answers are being read at once, please try again later", WAIT);
    }
}
