/* SPDX-License-Identifier: Apache-2.0 */
/** JSON text and trees; what an object still holds while it is read; JSON that came inside a string. */
@NullMarked
package dev.agentlens.messages.json;

import org.jspecify.annotations.NullMarked;
