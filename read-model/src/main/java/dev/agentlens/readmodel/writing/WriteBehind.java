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
 * Writes what one poll brought while its consumer reads the next: PostgreSQL and this process work at the same time. Of each
 * consumer one poll at most is under way. Every call is the consumer's thread's.
 */
public class WriteBehind {

    private final BatchWriter writer;
    private final Executor threads;
    private final Map<Consumer<?, ?>, Write> underWay = new ConcurrentHashMap<>();

    /** @param outcome null where it is in the tables; else why an event among them may have been refused */
    private record Write(PreparedPoll prepared, Poll poll, CompletableFuture<@Nullable RuntimeException> outcome) {}

    public WriteBehind(BatchWriter writer, Executor threads) {
        this.writer = writer;
        this.threads = threads;
    }

    /** Writes, and returns when it is in the tables. What was begun before for the consumer must be finished. */
    public void write(PreparedPoll prepared, Poll poll) {
        if (writer.commit(prepared, poll) != null) {
            isolate(prepared, poll);
        }
    }

    /** Begins to write. What was begun before for the consumer must be finished. */
    public void begin(PreparedPoll prepared, Poll poll) {
        CompletableFuture<@Nullable RuntimeException> outcome =
                CompletableFuture.supplyAsync(() -> writer.commit(prepared, poll), threads);
        underWay.put(poll.consumer(), new Write(prepared, poll, outcome));
        if (outcome.isDone()) {
            finish(poll.consumer());
        }
    }

    /** Returns when what was begun for the consumer is in the tables; throws, once, what kept it out. */
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
