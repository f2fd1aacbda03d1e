/* SPDX-License-Identifier: Apache-2.0 */
/** The consumer group member: its threads, pace, retries and life cycle. */
@NullMarked
package dev.agentlens.projector.running;

import org.jspecify.annotations.NullMarked;
