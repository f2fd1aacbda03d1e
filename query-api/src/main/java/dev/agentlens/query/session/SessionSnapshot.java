/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A session at one moment: its events are those up to one offset of the log, however long they take to read.
 *
 * @param metadata JSON as it was sent; null where it is still to be read
 * @param trace every event, in order; null where they are still to be read
 */
public record SessionSnapshot(
        Session session,
        long lastOffset,
        @Nullable String metadata,
        @Nullable List<TraceEvent> trace) {

    /** One of which the metadata and the trace are still to be read. */
    SessionSnapshot(Session session, long lastOffset) {
        this(session, lastOffset, null, null);
    }

    public String sessionId() {
        return session.sessionId();
    }
}
