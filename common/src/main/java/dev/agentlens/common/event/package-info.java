/* SPDX-License-Identifier: Apache-2.0 */
/** The event contract: what an event is, and the topics it travels through. */
@NullMarked
package dev.agentlens.common.event;

import org.jspecify.annotations.NullMarked;
