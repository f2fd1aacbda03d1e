/* SPDX-License-Identifier: Apache-2.0 */
/** Comparisons of the running system with the oracle. */
@NullMarked
package dev.agentlens.e2e.check;

import org.jspecify.annotations.NullMarked;
