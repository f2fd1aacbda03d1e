/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.tail;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvent.SessionStarted;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whose session it is. Mostly only a {@code session_start} names the agent; the later events of that session are taken for
 * that agent's. Of the sessions that were heard of last, so many are remembered as fit.
 */
final class SessionAgents {

    private final Map<String, String> agents;

    SessionAgents(int most) {
        agents = new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                return size() > most;
            }
        };
    }

    /** The agent that the event names, else the one that its session did; null where neither is known. */
    @Nullable
    String agentOf(AgentEvent event) {
        String sessionId = event.identity().sessionId();
        String named = event.agentName();
        if (named == null || named.isEmpty()) {
            return agents.get(sessionId);
        }
        if (event instanceof SessionStarted) {
            agents.put(sessionId, named);
        } else {
            agents.putIfAbsent(sessionId, named);
        }
        return named;
    }
}
