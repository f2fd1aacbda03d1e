/* SPDX-License-Identifier: Apache-2.0 */
/** Follows a value of any shape down to the messages that it holds. */
@NullMarked
package dev.agentlens.messages.reading;

import org.jspecify.annotations.NullMarked;
