/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.load;

import java.util.List;

/**
 * Some sessions that go on at the same time, cut into batches.
 *
 * @param batches those whose events count; each event is in one of them
 * @param followUps sent when all of the batches are acknowledged: events of theirs once more in other batches
 *     (duplicates), or with their id but other content (conflicts). None of these changes anything.
 */
public record Cohort(long number, List<Batch> batches, List<Batch> followUps) {

    /** Acceptable events of {@link #batches}. */
    public int events() {
        return batches.stream().mapToInt(Batch::acceptable).sum();
    }
}
