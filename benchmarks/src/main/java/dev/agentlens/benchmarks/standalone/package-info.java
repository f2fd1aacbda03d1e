/* SPDX-License-Identifier: Apache-2.0 */
/** {@code ./agentlens up} as a user starts it. */
@NullMarked
package dev.agentlens.benchmarks.standalone;

import org.jspecify.annotations.NullMarked;
