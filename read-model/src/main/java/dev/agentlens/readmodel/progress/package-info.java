/* SPDX-License-Identifier: Apache-2.0 */
/** How far the tables are, and whether the projection is well. */
@NullMarked
package dev.agentlens.readmodel.progress;

import org.jspecify.annotations.NullMarked;
