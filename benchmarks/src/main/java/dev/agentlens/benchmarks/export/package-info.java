/* SPDX-License-Identifier: Apache-2.0 */
/** One long session to a file. */
@NullMarked
package dev.agentlens.benchmarks.export;

import org.jspecify.annotations.NullMarked;
