/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.tail;

import dev.agentlens.common.event.AgentEvent.StepRecorded;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which records are shown: those that fit every one of these, each of which is one of several; an empty set leaves nothing
 * out.
 *
 * @param errorsOnly leaves out what is no error
 */
record EventFilter(
        Set<String> sessions, Set<String> agents, Set<String> types, Set<String> models, boolean errorsOnly) {

    static final EventFilter ALL = new EventFilter(Set.of(), Set.of(), Set.of(), Set.of(), false);

    /** What is no event has no agent, type or model, and so fits none that is asked for. */
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
