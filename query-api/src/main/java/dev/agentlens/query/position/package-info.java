/* SPDX-License-Identifier: Apache-2.0 */
/** Reads that wait for what their client wrote: {@code AgentLens-After-Position} and {@code Prefer: wait=N}. */
@NullMarked
package dev.agentlens.query.position;

import org.jspecify.annotations.NullMarked;
