/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.writing;

import dev.agentlens.readmodel.tables.PreparedPoll;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes one poll while its consumer reads the next, so that PostgreSQL and this process work at the same time. At most
 * one poll per consumer is in progress. All methods are called by the consumer's thread.
 */
public class WriteBehind {

    private final BatchWriter writer;
    private final Executor threads;
    private final Map<Consumer<?, ?>, Write> underWay = new ConcurrentHashMap<>();

    /** @param outcome null if it is in the tables; else why one of its events may have been rejected */
    private record Write(PreparedPoll prepared, Poll poll, CompletableFuture<@Nullable RuntimeException> outcome) {}

    public WriteBehind(BatchWriter writer, Executor threads) {
        this.writer = writer;
        this.threads = threads;
    }

    /** Writes the poll and returns when it is in the tables. The consumer's previous write must be finished. */
    public void write(PreparedPoll prepared, Poll poll) {
        if (writer.commit(prepared, poll) != null) {
            isolate(prepared, poll);
        }
    }

    /** Starts to write the poll. The consumer's previous write must be finished. */
    public void begin(PreparedPoll prepared, Poll poll) {
        CompletableFuture<@Nullable RuntimeException> outcome =
                CompletableFuture.supplyAsync(() -> writer.commit(prepared, poll), threads);
        underWay.put(poll.consumer(), new Write(prepared, poll, outcome));
        if (outcome.isDone()) {
            finish(poll.consumer());
        }
    }

    /** Returns when the consumer's write is in the tables; throws its failure, once. */
    public void finish(Consumer<?, ?> consumer) {
        Write write = underWay.remove(consumer);
        if (write != null && outcome(write) != null) {
            isolate(write.prepared(), write.poll());
        }
    }

    /** By the consumer's thread, because dead letters name the consumer's group. */
    private void isolate(PreparedPoll prepared, Poll poll) {
        prepared.batches().forEach(batch -> writer.isolate(batch, poll));
    }

    private static @Nullable RuntimeException outcome(Write write) {
        try {
            return write.outcome().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e;
        }
    }
}
