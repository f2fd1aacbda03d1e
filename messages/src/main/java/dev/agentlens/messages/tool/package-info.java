/* SPDX-License-Identifier: Apache-2.0 */
/** The call of a tool, read out of an object of any shape. */
@NullMarked
package dev.agentlens.messages.tool;

import org.jspecify.annotations.NullMarked;
