/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.fold;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.EventIdentity;

/**
 * An event and its place in the log.
 *
 * @param contentDigest of the event as its client sent it
 */
public record LoggedEvent(AgentEvent event, int partition, long offset, long contentDigest) {

    public EventIdentity identity() {
        return event.identity();
    }
}
