/* SPDX-License-Identifier: Apache-2.0 */
/** Tables to HTTP. */
@NullMarked
package dev.agentlens.benchmarks.read;

import org.jspecify.annotations.NullMarked;
