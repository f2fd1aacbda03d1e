/* SPDX-License-Identifier: Apache-2.0 */
/** A message and what it consists of; the draft of one while its parts are read. */
@NullMarked
package dev.agentlens.messages.message;

import org.jspecify.annotations.NullMarked;
