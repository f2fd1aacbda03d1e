/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.load;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The clients' knowledge: which batches were acknowledged, and when each was first sent and first acknowledged. The
 * {@link Workload} reproduces the content.
 */
public final class History {

    private final Map<Long, CohortHistory> cohorts = new ConcurrentHashMap<>();
    private final LongAdder acknowledgedEvents = new LongAdder();
    private final LongAdder eventsSent = new LongAdder();
    private final LongAdder requests = new LongAdder();
    private final LongAdder failedRequests = new LongAdder();

    /** Of one batch; times are of {@link System#nanoTime}. */
    private static final class BatchHistory {
        private long firstSent;
        private long firstAcknowledged;
        private int early;
        private int earlyAcknowledged;
    }

    /** Of the batches of one cohort, by their index. */
    private static final class CohortHistory {
        private final BatchHistory[] batches;

        CohortHistory(int size) {
            batches = new BatchHistory[size];
            for (int i = 0; i < size; i++) {
                batches[i] = new BatchHistory();
            }
        }
    }

    /** One request under way; {@code early} if the batch was not acknowledged when it began. */
    record Attempt(long cohort, int batch, int events, boolean early) {}

    void begin(Cohort cohort) {
        cohorts.put(
                cohort.number(),
                new CohortHistory(cohort.batches().size() + cohort.followUps().size()));
    }

    Attempt sending(long cohort, Batch batch) {
        BatchHistory history = batch(cohort, batch.index());
        requests.increment();
        eventsSent.add(batch.events().size());
        synchronized (history) {
            if (history.firstSent == 0) {
                history.firstSent = System.nanoTime();
            }
            boolean early = history.firstAcknowledged == 0;
            history.early += early ? 1 : 0;
            return new Attempt(cohort, batch.index(), batch.acceptable(), early);
        }
    }

    /** @return whether this is the batch's first acknowledgement */
    boolean acknowledged(Attempt attempt, boolean counts) {
        BatchHistory history = batch(attempt.cohort(), attempt.batch());
        synchronized (history) {
            history.earlyAcknowledged += attempt.early() ? 1 : 0;
            if (history.firstAcknowledged != 0) {
                return false;
            }
            history.firstAcknowledged = System.nanoTime();
        }
        if (counts) {
            acknowledgedEvents.add(attempt.events());
        }
        return true;
    }

    void failed() {
        failedRequests.increment();
    }

    public boolean isAcknowledged(long cohort, int batch) {
        BatchHistory history = batch(cohort, batch);
        synchronized (history) {
            return history.firstAcknowledged != 0;
        }
    }

    /** Whether all of one batch was acknowledged before any of the other was sent. */
    public boolean isBefore(long cohort, int batch, long otherCohort, int otherBatch) {
        BatchHistory one = batch(cohort, batch);
        BatchHistory other = batch(otherCohort, otherBatch);
        long acknowledged;
        synchronized (one) {
            acknowledged = one.firstAcknowledged;
        }
        synchronized (other) {
            return acknowledged != 0 && acknowledged < other.firstSent;
        }
    }

    /**
     * Whether the batch's events must be in the log in their order: every request that may have written a part of it
     * before it was acknowledged has written all of it.
     */
    public boolean isWrittenInOrder(long cohort, int batch) {
        BatchHistory history = batch(cohort, batch);
        synchronized (history) {
            return history.early == history.earlyAcknowledged;
        }
    }

    /** Distinct ones, acceptable, duplicates and conflicts of follow-ups not counted. */
    public long acknowledgedEvents() {
        return acknowledgedEvents.sum();
    }

    /** Every time an event went out. */
    public long eventsSent() {
        return eventsSent.sum();
    }

    public long requests() {
        return requests.sum();
    }

    /** A response with 503, no response, or one that broke off. */
    public long failedRequests() {
        return failedRequests.sum();
    }

    private BatchHistory batch(long cohort, int batch) {
        return Objects.requireNonNull(cohorts.get(cohort), "a cohort never begun").batches[batch];
    }
}
