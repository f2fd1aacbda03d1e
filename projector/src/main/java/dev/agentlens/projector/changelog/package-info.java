/* SPDX-License-Identifier: Apache-2.0 */
/** The latest state of each session as a compacted topic, derived from the read tables. */
@NullMarked
package dev.agentlens.projector.changelog;

import org.jspecify.annotations.NullMarked;
