/* SPDX-License-Identifier: Apache-2.0 */
/** What usage costs, and its sums by hour and day. */
@NullMarked
package dev.agentlens.projector.usage;

import org.jspecify.annotations.NullMarked;
