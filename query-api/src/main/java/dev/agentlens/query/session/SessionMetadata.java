/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

/** @param metadata JSON as it was sent */
public record SessionMetadata(String sessionId, String metadata) {}
