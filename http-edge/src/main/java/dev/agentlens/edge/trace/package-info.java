/* SPDX-License-Identifier: Apache-2.0 */
/** The trace that a request is part of, and the ids by which the log knows both. */
@NullMarked
package dev.agentlens.edge.trace;

import org.jspecify.annotations.NullMarked;
