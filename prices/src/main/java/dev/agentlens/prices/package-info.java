/* SPDX-License-Identifier: Apache-2.0 */
/** What model calls cost: a dated price list, how models are found in it by the names that events carry, and the sum. */
@NullMarked
package dev.agentlens.prices;

import org.jspecify.annotations.NullMarked;
