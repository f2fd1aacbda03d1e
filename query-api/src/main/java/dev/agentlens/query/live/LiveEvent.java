/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.live;

import dev.agentlens.query.session.TraceEvent;
import org.jspecify.annotations.Nullable;

/**
 * An event of any type, as it is in the read tables.
 *
 * @param agentName of its session
 * @param endStatus of the session, where this is the event that ended it; else null
 */
record LiveEvent(
        TraceEvent event, String agentName, @Nullable String endStatus) {

    private static final String COMPLETED = "completed";

    /**
     * By which events are chosen.
     *
     * @param error an error by its type or its field {@code error}, or the end of a session that is not {@code completed}
     */
    record Facets(
            String sessionId,
            String agentName,
            String eventType,
            @Nullable String model,
            boolean error) {}

    Facets facets() {
        boolean error = event.failed() || (endStatus != null && !endStatus.equals(COMPLETED));
        return new Facets(event.sessionId(), agentName, event.eventType(), event.model(), error);
    }
}
