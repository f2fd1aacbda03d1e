/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import dev.agentlens.common.vocabulary.SessionIdForm;
import dev.agentlens.edge.error.ApiException;
import dev.agentlens.edge.error.RequestExcerpt;

/** Session ids as clients send them. */
public final class SessionIds {

    private SessionIds() {}

    /**
     * {@code sessionId} itself.
     *
     * @throws ApiException 400 if it has another form
     */
    public static String legal(String sessionId) {
        if (!SessionIdForm.matches(sessionId)) {
            throw ApiException.badRequest("Invalid session ID format " + RequestExcerpt.quoted(sessionId)
                    + ": expected " + SessionIdForm.DESCRIPTION);
        }
        return sessionId;
    }
}
