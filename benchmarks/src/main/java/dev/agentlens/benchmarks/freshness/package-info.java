/* SPDX-License-Identifier: Apache-2.0 */
/** Acknowledged to visible. */
@NullMarked
package dev.agentlens.benchmarks.freshness;

import org.jspecify.annotations.NullMarked;
