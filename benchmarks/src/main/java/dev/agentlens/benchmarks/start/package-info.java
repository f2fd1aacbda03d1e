/* SPDX-License-Identifier: Apache-2.0 */
/** From nothing to ready. */
@NullMarked
package dev.agentlens.benchmarks.start;

import org.jspecify.annotations.NullMarked;
