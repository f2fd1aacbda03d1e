/* SPDX-License-Identifier: Apache-2.0 */
/** Rebuilds the read tables. */
@NullMarked
package dev.agentlens.benchmarks.rebuild;

import org.jspecify.annotations.NullMarked;
