/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.report;

import dev.agentlens.e2e.CampaignSettings;
import dev.agentlens.e2e.check.Checks;
import dev.agentlens.e2e.check.OngoingReads;
import dev.agentlens.e2e.load.History;
import dev.agentlens.e2e.load.PoisonWriter;
import dev.agentlens.e2e.load.ReadYourWrites;
import dev.agentlens.e2e.nemesis.Nemesis;
import dev.agentlens.e2e.violation.Violations;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a campaign did and found.
 *
 * @param acknowledgedEvents distinct ones
 * @param sentEvents every time that one went out
 * @param faults done, by kind
 * @param positionPairs writes read back with their position: complete responses; 503 responses; no response
 * @param notes what the operator's tools did in the middle and at the end
 */
public record Figures(
        CampaignSettings settings,
        Duration duration,
        long acknowledgedEvents,
        long sentEvents,
        long requests,
        long failedRequests,
        Map<String, Integer> faults,
        int faultCount,
        int poison,
        long sessions,
        int checks,
        long traces,
        long orderedPairs,
        long readsAnswered,
        long readsUnavailable,
        long readsUnanswered,
        Positions positionPairs,
        List<String> notes,
        Violations violations) {

    /** Of read-your-writes. */
    public record Positions(long answered, long averageMillis, long tooLate, long unanswered) {}

    public static Figures of(
            CampaignSettings settings,
            Duration duration,
            History history,
            Nemesis nemesis,
            PoisonWriter poison,
            Checks checks,
            OngoingReads reads,
            ReadYourWrites readYourWrites,
            List<String> notes,
            Violations violations) {
        return new Figures(
                settings,
                duration,
                history.acknowledgedEvents(),
                history.eventsSent(),
                history.requests(),
                history.failedRequests(),
                nemesis.done(),
                nemesis.count(),
                poison.count(),
                checks.sessions(),
                checks.checks(),
                checks.traces(),
                checks.orderedPairs(),
                reads.answered(),
                reads.unavailable(),
                reads.unanswered(),
                new Positions(
                        readYourWrites.pairs(),
                        readYourWrites.averageMillis(),
                        readYourWrites.tooLate(),
                        readYourWrites.unanswered()),
                List.copyOf(notes),
                violations);
    }
}
