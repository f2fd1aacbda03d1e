/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.load;

import java.util.List;

/** How far the sending of a cohort has come. Not thread-safe; guarded by itself. */
final class CohortRun {

    private final Cohort cohort;
    private final boolean[] acknowledged;
    private final int[] under;
    private int unacknowledged;
    private int openSends;
    private boolean followUpsBegun;

    CohortRun(Cohort cohort) {
        this.cohort = cohort;
        int batches = cohort.batches().size() + cohort.followUps().size();
        acknowledged = new boolean[batches];
        under = new int[batches];
    }

    Cohort cohort() {
        return cohort;
    }

    boolean isFollowUp(Batch batch) {
        return batch.index() >= cohort.batches().size();
    }

    synchronized void queued(Batch batch) {
        under[batch.index()]++;
        openSends++;
    }

    synchronized void expect(List<Batch> batches) {
        unacknowledged += batches.size();
    }

    synchronized void acknowledged(Batch batch) {
        if (!acknowledged[batch.index()]) {
            acknowledged[batch.index()] = true;
            unacknowledged--;
        }
    }

    /** @return whether the batch has to be sent again: none of its sends is open and none was acknowledged */
    synchronized boolean done(Batch batch) {
        openSends--;
        return --under[batch.index()] == 0 && !acknowledged[batch.index()];
    }

    /** True once: when every batch is acknowledged and there are follow-ups to send. */
    synchronized boolean followUpsAreDue() {
        if (followUpsBegun || unacknowledged > 0 || cohort.followUps().isEmpty()) {
            return false;
        }
        followUpsBegun = true;
        return true;
    }

    synchronized boolean isOver() {
        return openSends == 0
                && unacknowledged == 0
                && (followUpsBegun || cohort.followUps().isEmpty());
    }
}
