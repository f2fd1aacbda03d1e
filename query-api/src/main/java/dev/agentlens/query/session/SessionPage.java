/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * @param total all sessions that match, on this page or not
 * @param next where the next page begins; null where there is none
 */
record SessionPage(
        List<Session> sessions, long total, @Nullable SessionCursor next) {}
