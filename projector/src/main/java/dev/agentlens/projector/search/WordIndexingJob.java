/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.search;

import dev.agentlens.readmodel.tables.WordIndexing;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds sessions to the index of words while the projection has little to do, and takes half of the time for that. It starts
 * every few seconds, and ends when no row is left, the projection falls behind, or the thread is interrupted. What fails is tried
 * again. Of several projectors one at a time does it.
 */
final class WordIndexingJob implements Runnable {

    private static final Logger log = LoggerFactory.getLogger(WordIndexingJob.class);
    static final Duration PERIOD = Duration.ofSeconds(5);

    /** A projection that is further behind, in records, needs the machine for itself. */
    static final long MAX_LAG = 1_000;

    /** The more steps, the less each costs, and the longer the list of new entries that searches read. */
    private static final int STEPS_BETWEEN_MERGES = 5;

    private final WordIndexing indexing;
    private final LongSupplier lag;
    private boolean failing;

    /** @param lag of the projection, in records */
    WordIndexingJob(WordIndexing indexing, LongSupplier lag) {
        this.indexing = indexing;
        this.lag = lag;
    }

    @Override
    public void run() {
        try {
            index();
            failing = false;
        } catch (RuntimeException e) {
            if (!failing && !Thread.currentThread().isInterrupted()) {
                log.warn("Words were not indexed, will try again every {} s: {}", PERIOD.toSeconds(), e.getMessage());
            }
            failing = true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void index() throws InterruptedException {
        int rows = WordIndexing.MAX_ROWS;
        int steps = 0;
        while (rows == WordIndexing.MAX_ROWS && lag.getAsLong() <= MAX_LAG) {
            long begun = System.nanoTime();
            rows = indexing.step();
            steps++;
            if (steps % STEPS_BETWEEN_MERGES == 0) {
                indexing.merge();
            }
            TimeUnit.NANOSECONDS.sleep(System.nanoTime() - begun);
        }
        if (steps > 0) {
            indexing.merge();
        }
    }
}
