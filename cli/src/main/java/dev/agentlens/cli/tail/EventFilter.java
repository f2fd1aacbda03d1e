/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.tail;

import dev.agentlens.common.event.AgentEvent.StepRecorded;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which records are shown: those that match every set; an empty set matches all.
 *
 * @param errorsOnly shows errors only
 */
record EventFilter(
        Set<String> sessions, Set<String> agents, Set<String> types, Set<String> models, boolean errorsOnly) {

    static final EventFilter ALL = new EventFilter(Set.of(), Set.of(), Set.of(), Set.of(), false);

    /** A record that is not an event has no agent, type or model, and matches no filter on them. */
    boolean includes(LogLine line) {
        if (!fits(sessions, line.sessionId()) || (errorsOnly && !line.isError())) {
            return false;
        }
        if (line instanceof LogLine.Event seen) {
            String model = seen.event() instanceof StepRecorded step ? step.model() : null;
            return fits(agents, seen.agent()) && fits(types, seen.event().eventType()) && fits(models, model);
        }
        return agents.isEmpty() && types.isEmpty() && models.isEmpty();
    }

    private static boolean fits(Set<String> wanted, @Nullable String found) {
        return wanted.isEmpty() || (found != null && wanted.contains(found));
    }
}
