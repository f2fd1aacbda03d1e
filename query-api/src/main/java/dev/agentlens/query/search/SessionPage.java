/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.search;

import dev.agentlens.query.session.Session;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * @param shortMetadata JSON as it was sent, by session id; without metadata that is too long to be read with the page
 * @param total all sessions that match, on this page or not
 * @param atLeast whether there are more than {@code total}
 * @param next cursor of the next page; null on the last page
 */
record SessionPage(
        List<Session> sessions,
        Map<String, String> shortMetadata,
        long total,
        boolean atLeast,
        @Nullable String next) {}
