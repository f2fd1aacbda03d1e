/* SPDX-License-Identifier: Apache-2.0 */
/** Who may ask, how often, and from where. */
@NullMarked
package dev.agentlens.edge.access;

import org.jspecify.annotations.NullMarked;
