/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import java.util.List;

/** @param total all sessions that match, on this page or not */
record SessionPage(List<Session> sessions, long total) {}
