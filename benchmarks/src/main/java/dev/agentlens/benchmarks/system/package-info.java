/* SPDX-License-Identifier: Apache-2.0 */
/** The processes that are measured. */
@NullMarked
package dev.agentlens.benchmarks.system;

import org.jspecify.annotations.NullMarked;
