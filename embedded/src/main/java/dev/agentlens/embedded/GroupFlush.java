/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.embedded;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.KafkaStorageException;
import org.apache.kafka.common.record.FileRecords;
import org.apache.kafka.storage.internals.log.LogConfig;
import org.apache.kafka.storage.internals.log.UnifiedLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the appends of all that wait to the disk at once: one {@code fdatasync} for each file, where Kafka does an {@code
 * fsync} and two {@code msync} for each append. What is not flushed are Kafka's indexes: after a crash it makes them again from
 * the records.
 */
final class GroupFlush implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(GroupFlush.class);
    private static final long NEVER = Long.MAX_VALUE;
    private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int CLOSE_SECONDS = 10;

    private final Queue<Waiting> queue = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final Map<TopicPartition, Flushed> flushed = new ConcurrentHashMap<>();
    private final ReentrantLock flushing = new ReentrantLock();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(GroupFlush::newThread);

    /** Of the last flush: how many waited for it, and how long it took. */
    private volatile int lastSize;

    private volatile long lastNanos = NEVER;

    /** @param log null for all of them */
    private record Waiting(@Nullable UnifiedLog log, CompletableFuture<Void> done) {}

    /**
     * How far a log is on the disk.
     *
     * @param file the segment that was written to, which is on the disk with its name; null before the first flush
     */
    private record Flushed(UnifiedLog log, @Nullable FileRecords file, long end) {}

    /** From now on Kafka does not flush the log's appends by itself. Has to be called before each append. */
    void takeOver(UnifiedLog log) {
        Flushed known = flushed.get(log.topicPartition());
        if (known == null || known.log() != log) {
            flushed.put(log.topicPartition(), new Flushed(log, null, 0));
        }
        LogConfig config = log.config();
        if (config.flushInterval != NEVER) {
            Map<String, Object> relaxed = new HashMap<>(config.originals());
            relaxed.put("flush.messages", NEVER);
            log.updateConfig(new LogConfig(relaxed, config.overriddenConfigs));
        }
    }

    /**
     * Completes when all that was appended to the log before is on the disk; fails with a {@link KafkaStorageException} if it
     * may not be.
     */
    CompletableFuture<Void> flush(UnifiedLog log) {
        return enqueue(new Waiting(log, new CompletableFuture<>()));
    }

    /** As {@link #flush(UnifiedLog)}, of all logs that were taken over. */
    CompletableFuture<Void> flushAll() {
        return enqueue(new Waiting(null, new CompletableFuture<>()));
    }

    /** On a disk that is quick, who waits alone flushes: two hand-overs would take as long again. */
    private CompletableFuture<Void> enqueue(Waiting waiting) {
        queue.add(waiting);
        if (lastSize <= 1 && lastNanos < QUICK_NANOS && flushing.tryLock()) {
            try {
                flushWaiting();
            } finally {
                flushing.unlock();
            }
        } else if (scheduled.compareAndSet(false, true)) {
            thread.execute(this::flushScheduled);
        }
        return waiting.done();
    }

    private void flushScheduled() {
        flushing.lock();
        try {
            scheduled.set(false);
            flushWaiting();
        } finally {
            flushing.unlock();
        }
    }

    private void flushWaiting() {
        List<Waiting> group = new ArrayList<>();
        for (Waiting next = queue.poll(); next != null; next = queue.poll()) {
            group.add(next);
        }
        long start = System.nanoTime();
        Map<UnifiedLog, Optional<KafkaStorageException>> results = new HashMap<>();
        group.forEach(waiting -> logs(waiting).forEach(log -> results.computeIfAbsent(log, this::tryFlush)));
        lastNanos = System.nanoTime() - start;
        lastSize = group.size();
        group.forEach(waiting -> answer(waiting, results));
    }

    private void answer(Waiting waiting, Map<UnifiedLog, Optional<KafkaStorageException>> results) {
        logs(waiting).stream()
                .flatMap(log -> results.getOrDefault(log, Optional.empty()).stream())
                .findFirst()
                .ifPresentOrElse(
                        waiting.done()::completeExceptionally,
                        () -> waiting.done().complete(null));
    }

    private List<UnifiedLog> logs(Waiting waiting) {
        return waiting.log() == null
                ? flushed.values().stream().map(Flushed::log).toList()
                : List.of(waiting.log());
    }

    private Optional<KafkaStorageException> tryFlush(UnifiedLog log) {
        Flushed known = flushed.get(log.topicPartition());
        if (known == null || known.log() != log) {
            return Optional.of(new KafkaStorageException(log.topicPartition() + " was deleted"));
        }
        try {
            flushed.replace(log.topicPartition(), known, flushFurther(known));
            return Optional.empty();
        } catch (KafkaStorageException e) {
            return Optional.of(e);
        } catch (RuntimeException e) {
            // Whatever it is, all who wait have to be told.
            return Optional.of(new KafkaStorageException("Could not flush " + log.topicPartition(), e));
        }
    }

    private static Flushed flushFurther(Flushed known) {
        UnifiedLog log = known.log();
        long end = log.logEndOffset();
        FileRecords file = log.activeSegment().log();
        if (end == known.end()) {
            return known;
        }
        if (file == known.file()) {
            force(file, log);
        } else {
            // Also earlier segments, and the names of new ones.
            log.flush(false);
        }
        return new Flushed(log, file, end);
    }

    private static void force(FileRecords file, UnifiedLog log) {
        try {
            file.channel().force(false);
        } catch (ClosedChannelException e) {
            throw new KafkaStorageException(log.topicPartition() + " was closed before it was on the disk", e);
        } catch (IOException e) {
            // Kafka's own answer to it: whether later writes arrive is not known either.
            String message = "Could not flush " + log.topicPartition() + ": " + e.getMessage();
            log.logDirFailureChannel().maybeAddOfflineLogDir(log.parentDir(), message, e);
            throw new KafkaStorageException(message, e);
        }
    }

    /** What is waiting is flushed before. */
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                log.warn("The last appends did not reach the disk within {} s", CLOSE_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread newThread(Runnable work) {
        Thread thread = new Thread(work, "log-flush");
        thread.setDaemon(true);
        return thread;
    }
}
