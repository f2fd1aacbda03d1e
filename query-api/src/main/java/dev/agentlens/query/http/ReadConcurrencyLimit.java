/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.http;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.agentlens.edge.error.ApiException;
import dev.agentlens.edge.http.BlockingWork;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Bounds the memory of concurrent reads, however many clients there are and however slowly they read: the number of
 * responses computed at a time, the number of long responses being sent, the bytes of short responses that clients have not
 * read yet, and the bytes of single large values. A read that has to wait too long gets 503.
 */
@Component
public class ReadConcurrencyLimit {

    static final int READS = 32;
    static final int STREAMS = 32;
    static final int WAITING_STREAMS = 8;
    static final int SEARCHES = 2;
    static final int WAITING_SEARCHES = 6;
    private static final int SHARE_OF_HEAP = 8;

    /** What the system's own buffers of a connection take over. */
    private static final int FREE_BYTES = 16 * 1024;

    private static final int BYTES_PER_PERMIT = 1024;
    private static final Duration WAIT = Duration.ofSeconds(2);

    /** Longer than {@link #WAIT}: this work is short for every client. */
    private static final Duration WAIT_TO_MAKE = Duration.ofSeconds(5);

    private final Scheduler making;
    private final Scheduler streaming;
    private final Semaphore reads = new Semaphore(READS, true);
    private final Semaphore streams = new Semaphore(STREAMS, true);
    private final Semaphore searches = new Semaphore(SEARCHES, true);
    private final int sharePermits = (int) (Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP / BYTES_PER_PERMIT);
    private final Semaphore kept = new Semaphore(sharePermits);
    private final Semaphore large = new Semaphore(sharePermits, true);

    ReadConcurrencyLimit(
            @Qualifier("answerScheduler") Scheduler making, @Qualifier("streamScheduler") Scheduler streaming) {
        this.making = making;
        this.streaming = streaming;
    }

    /** Does {@code work} on a thread that may wait, counting as one response until it is done. */
    public <T> Mono<T> holding(Callable<T> work) {
        return Mono.using(() -> acquire(reads, 1, WAIT_TO_MAKE), taken -> BlockingWork.mono(work), reads::release)
                .subscribeOn(making);
    }

    /** Does {@code work}, counting as a long response until its client has received it. */
    public <T> Mono<T> streaming(Mono<T> work) {
        return Mono.using(this::acquireStream, taken -> work, streams::release).subscribeOn(streaming);
    }

    /**
     * Does {@code work}, which keeps {@code bytes} in memory; {@code otherwise} if clients have left too many unread
     * already.
     */
    public <T> Mono<T> keeping(int bytes, Mono<T> work, Mono<T> otherwise) {
        if (bytes <= FREE_BYTES) {
            return work;
        }
        int permits = permits(bytes);
        return Mono.defer(() -> kept.tryAcquire(permits) ? work.doFinally(signal -> kept.release(permits)) : otherwise);
    }

    /**
     * Does {@code work} while {@code bytes} of large values are in memory; waits on the calling thread.
     *
     * @throws ApiException 503 if there is no room for them
     */
    public <T, E extends Exception> T holdingLarge(long bytes, LargeWork<T, E> work) throws E {
        BufferedResponse.requireShort(bytes);
        int permits = acquire(large, permits(bytes), WAIT);
        try {
            return work.run();
        } finally {
            large.release(permits);
        }
    }

    /** Work that has large values in memory. */
    @FunctionalInterface
    public interface LargeWork<T, E extends Exception> {
        T run() throws E;
    }

    /**
     * Does {@code work} that reads the text of all sessions: a few at a time, so that others find a processor and a connection.
     * Waits on the calling thread.
     *
     * @throws ApiException 503 if several wait already
     */
    public <T> T searching(Supplier<T> work) {
        if (searches.getQueueLength() >= WAITING_SEARCHES) {
            throw tooManySearches();
        }
        acquire(searches, 1, WAIT_TO_MAKE, ReadConcurrencyLimit::tooManySearches);
        try {
            return work.get();
        } finally {
            searches.release();
        }
    }

    /** Few may wait, since each takes a thread: clients that do not read must not occupy all threads. */
    private int acquireStream() {
        if (streams.getQueueLength() >= WAITING_STREAMS) {
            throw tooMany();
        }
        return acquire(streams, 1, WAIT);
    }

    private int permits(long bytes) {
        return (int) Math.min(sharePermits, bytes / BYTES_PER_PERMIT + 1);
    }

    private static int acquire(Semaphore semaphore, int permits, Duration wait) {
        return acquire(semaphore, permits, wait, ReadConcurrencyLimit::tooMany);
    }

    private static int acquire(Semaphore semaphore, int permits, Duration wait, Supplier<ApiException> otherwise) {
        try {
            if (semaphore.tryAcquire(permits, wait.toMillis(), MILLISECONDS)) {
                return permits;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw otherwise.get();
    }

    private static ApiException tooMany() {
        return ApiException.unavailable("Too many answers are being read at once, please try again later", WAIT);
    }

    private static ApiException tooManySearches() {
        return ApiException.unavailable("Too many searches for words at once, please try again later", WAIT);
    }
}
