/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.fold;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.EventIdentity;

/**
 * An event and its place in the log.
 *
 * @param contentDigest of the event as its client sent it
 * @param reading of its JSON
 */
public record LoggedEvent(AgentEvent event, int partition, long offset, long contentDigest, EventReading reading) {

    public LoggedEvent(AgentEvent event, int partition, long offset, long contentDigest) {
        this(event, partition, offset, contentDigest, EventReading.of(event));
    }

    public EventIdentity identity() {
        return event.identity();
    }
}
