/* SPDX-License-Identifier: Apache-2.0 */
/** The trace that a request is part of. */
@NullMarked
package dev.agentlens.edge.trace;

import org.jspecify.annotations.NullMarked;
