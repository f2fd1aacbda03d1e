/* SPDX-License-Identifier: Apache-2.0 */
/** Durations as histograms that add up. */
@NullMarked
package dev.agentlens.common.latency;

import org.jspecify.annotations.NullMarked;
