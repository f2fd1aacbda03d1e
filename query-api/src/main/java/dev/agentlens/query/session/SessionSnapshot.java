/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

/**
 * A session at one moment: its events are those up to one offset of the log, however long they take to read.
 *
 * @param metadata JSON as it was sent
 */
public record SessionSnapshot(Session session, String metadata, long lastOffset) {

    public String sessionId() {
        return session.sessionId();
    }
}
