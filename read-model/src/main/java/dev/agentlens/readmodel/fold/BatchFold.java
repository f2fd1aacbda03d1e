/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.fold;

import dev.agentlens.common.event.AgentEvent.StepRecorded;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a batch of new events makes of the sessions they belong to, and of the rollups.
 *
 * @param sessions that the batch touched, as they are now, by session id
 * @param rollups what is to be added to the rollup tables
 */
public record BatchFold(SortedMap<String, SessionState> sessions, RollupChanges rollups) {

    /**
     * @param known the sessions of the batch as they were, by session id; without those that are new
     * @param fresh events that were never folded before, each identity once
     */
    public static BatchFold of(Map<String, SessionState> known, List<LoggedEvent> fresh) {
        SortedMap<String, SessionState> sessions = new TreeMap<>();
        Map<String, Integer> partitions = new HashMap<>();
        RollupChanges rollups = new RollupChanges();
        for (LoggedEvent logged : fresh) {
            String sessionId = logged.identity().sessionId();
            SessionState before = sessions.getOrDefault(sessionId, known.get(sessionId));
            sessions.put(sessionId, before == null ? SessionState.of(logged.event()) : before.with(logged.event()));
            partitions.put(sessionId, logged.partition());
            if (logged.event() instanceof StepRecorded step) {
                rollups.stepRecorded(logged.partition(), step);
            }
        }
        sessions.forEach((sessionId, after) ->
                rollups.sessionChanged(partitions.getOrDefault(sessionId, 0), known.get(sessionId), after));
        return new BatchFold(sessions, rollups);
    }
}
