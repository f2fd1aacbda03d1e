/* SPDX-License-Identifier: Apache-2.0 */
/** How an object is written that is a message as a whole. */
@NullMarked
package dev.agentlens.messages.shape;

import org.jspecify.annotations.NullMarked;
