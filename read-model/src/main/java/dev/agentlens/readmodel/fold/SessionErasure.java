/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.fold;

/** That a session is erased for good, and where the log says so. */
public record SessionErasure(String sessionId, int partition, long offset) {}
