/* SPDX-License-Identifier: Apache-2.0 */
/** Reads messages, tool calls and errors out of what events carry, in any shape that models and frameworks use. */
@NullMarked
package dev.agentlens.messages;

import org.jspecify.annotations.NullMarked;
