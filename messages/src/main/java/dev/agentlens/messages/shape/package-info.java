/* SPDX-License-Identifier: Apache-2.0 */
/** The shapes of an object that is a complete message. */
@NullMarked
package dev.agentlens.messages.shape;

import org.jspecify.annotations.NullMarked;
