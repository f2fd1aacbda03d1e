/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * @param shortMetadata JSON as it was sent, by session id; without what is too long to be read along
 * @param total all sessions that match, on this page or not
 * @param next where the next page begins; null where there is none
 */
record SessionPage(
        List<Session> sessions,
        Map<String, String> shortMetadata,
        long total,
        @Nullable SessionCursor next) {}
