/* SPDX-License-Identifier: Apache-2.0 */
/** Figures over all sessions, from rollups. */
@NullMarked
package dev.agentlens.query.analytics;

import org.jspecify.annotations.NullMarked;
