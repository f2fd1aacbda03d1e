/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

/** A session at one moment: its events are those up to one offset of the log, however long they take to read. */
public record SessionSnapshot(Session session, long lastOffset) {

    public String sessionId() {
        return session.sessionId();
    }
}
