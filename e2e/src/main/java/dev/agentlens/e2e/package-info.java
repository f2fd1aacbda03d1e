/* SPDX-License-Identifier: Apache-2.0 */
/** The fault campaign: real processes, load, faults, and an oracle that knows only what was acknowledged. */
@NullMarked
package dev.agentlens.e2e;

import org.jspecify.annotations.NullMarked;
