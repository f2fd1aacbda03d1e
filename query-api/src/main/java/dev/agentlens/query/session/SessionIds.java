/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import dev.agentlens.edge.error.ApiException;
import dev.agentlens.edge.error.RequestExcerpt;
import java.util.regex.Pattern;

/** The form of a session id: 1 to 128 of {@code A-Z a-z 0-9 _ - . :}. */
public final class SessionIds {

    private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9_.:-]{1,128}");

    private SessionIds() {}

    /**
     * {@code sessionId} itself.
     *
     * @throws ApiException 400 if it has another form
     */
    public static String legal(String sessionId) {
        if (!LEGAL.matcher(sessionId).matches()) {
            throw ApiException.badRequest("Invalid session ID format " + RequestExcerpt.quoted(sessionId)
                    + ": expected 1 to 128 of A-Z a-z 0-9 _ - . :");
        }
        return sessionId;
    }
}
