/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.http;

import dev.agentlens.edge.trace.RequestLog;
import java.util.concurrent.ThreadPoolExecutor;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** Threads for work that waits, for a database or for a client. */
public final class BlockingThreads {

    private static final int QUEUE_CAPACITY = 1_000;

    /** The log of this work contains the request id. */
    private static final TaskDecorator KEEP_CONTEXT =
            task -> RequestLog.current().wrap(task);

    private BlockingThreads() {}

    /**
     * Virtual threads where the JVM has them (21 and later).
     *
     * @param name of the threads, before their number
     * @param bound of their number if they are not virtual; further work is queued, and rejected if the queue is full
     */
    public static AsyncTaskExecutor named(String name, int bound, Environment environment) {
        return Threading.VIRTUAL.isActive(environment) ? virtual(name) : pool(name, bound);
    }

    private static AsyncTaskExecutor virtual(String name) {
        SimpleAsyncTaskExecutor virtual = new SimpleAsyncTaskExecutor(name);
        virtual.setVirtualThreads(true);
        virtual.setTaskDecorator(KEEP_CONTEXT);
        return virtual;
    }

    /**
     * Threads of the operating system on any JVM. One that waits for a socket is woken by the kernel itself, a virtual
     * one by way of another thread.
     *
     * @param name of the threads, before their number
     * @param bound of their number; further work is queued, and rejected if the queue is full
     */
    public static AsyncTaskExecutor pool(String name, int bound) {
        ThreadPoolTaskExecutor pool = new ThreadPoolTaskExecutor();
        pool.setThreadNamePrefix(name);
        pool.setCorePoolSize(bound);
        pool.setMaxPoolSize(bound);
        pool.setQueueCapacity(QUEUE_CAPACITY);
        pool.setAllowCoreThreadTimeOut(true);
        pool.setTaskDecorator(KEEP_CONTEXT);
        // Requests that the server still serves while it drains need them.
        pool.setAcceptTasksAfterContextClose(true);
        pool.setRejectedExecutionHandler(new ThreadPoolExecutor.AbortPolicy());
        return pool;
    }
}
