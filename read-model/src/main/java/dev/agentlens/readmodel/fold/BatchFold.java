/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.fold;

import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.prices.PriceList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a batch of new events makes of the sessions they belong to, and of the rollups.
 *
 * @param sessions that the batch touched, as they are now, by session id
 * @param rollups what is to be added to the rollup tables
 * @param moves sessions whose agent is another one now: the events that were counted before have to be moved
 */
public record BatchFold(SortedMap<String, SessionState> sessions, RollupChanges rollups, List<AgentMove> moves) {

    /** A session's events were counted for {@code fromAgent}. */
    public record AgentMove(String sessionId, String fromAgent, String toAgent) {}

    /**
     * @param known the sessions of the batch as they were, by session id; without those that are new
     * @param fresh events that were never folded before, each identity once
     * @param prices that model calls are priced by
     */
    public static BatchFold of(Map<String, SessionState> known, List<LoggedEvent> fresh, PriceList prices) {
        SortedMap<String, SessionState> sessions = new TreeMap<>();
        Map<String, Integer> partitions = new HashMap<>();
        for (LoggedEvent logged : fresh) {
            String sessionId = logged.identity().sessionId();
            SessionState before = sessions.getOrDefault(sessionId, known.get(sessionId));
            sessions.put(
                    sessionId,
                    before == null
                            ? SessionState.of(logged.event(), logged.reading(), prices)
                            : before.with(logged.event(), logged.reading(), prices));
            partitions.put(sessionId, logged.partition());
        }
        RollupChanges rollups = new RollupChanges();
        List<AgentMove> moves = new ArrayList<>();
        for (LoggedEvent logged : fresh) {
            if (logged.event() instanceof StepRecorded step) {
                SessionState session =
                        Objects.requireNonNull(sessions.get(logged.identity().sessionId()));
                rollups.add(CountedEvent.of(step, logged.reading()), session, logged.partition());
            }
        }
        sessions.forEach((sessionId, after) -> {
            SessionState before = known.get(sessionId);
            int partition = partitions.getOrDefault(sessionId, 0);
            if (before != null) {
                rollups.subtract(before, partition);
                if (before.totals().events() > 0 && !before.agentName().equals(after.agentName())) {
                    moves.add(new AgentMove(sessionId, before.agentName(), after.agentName()));
                }
            }
            rollups.add(after, partition);
        });
        return new BatchFold(sessions, rollups, List.copyOf(moves));
    }
}
