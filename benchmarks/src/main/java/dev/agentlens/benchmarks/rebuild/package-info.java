/* SPDX-License-Identifier: Apache-2.0 */
/** The read tables anew. */
@NullMarked
package dev.agentlens.benchmarks.rebuild;

import org.jspecify.annotations.NullMarked;
