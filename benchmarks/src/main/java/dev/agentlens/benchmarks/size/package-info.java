/* SPDX-License-Identifier: Apache-2.0 */
/** Bytes on disk and in memory. */
@NullMarked
package dev.agentlens.benchmarks.size;

import org.jspecify.annotations.NullMarked;
