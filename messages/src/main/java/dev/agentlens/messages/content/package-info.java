/* SPDX-License-Identifier: Apache-2.0 */
/** The content of a message: text, reasoning, media, calls of tools and their results. */
@NullMarked
package dev.agentlens.messages.content;

import org.jspecify.annotations.NullMarked;
