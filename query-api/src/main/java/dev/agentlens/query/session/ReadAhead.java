/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

/** Work that another thread does in advance. If it has not started when the result is needed, the caller does it. */
final class ReadAhead<T> {

    private final FutureTask<T> task;

    private ReadAhead(Callable<T> work) {
        task = new FutureTask<>(work);
    }

    static <T> ReadAhead<T> start(Executor executor, Callable<T> work) {
        ReadAhead<T> ahead = new ReadAhead<>(work);
        try {
            executor.execute(ahead.task);
        } catch (RejectedExecutionException e) {
            // No thread is free: the caller of result() does the work.
        }
        return ahead;
    }

    /** Throws what the work threw. */
    T result() {
        task.run();
        try {
            return task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while reading ahead", e);
        }
    }
}
