/* SPDX-License-Identifier: Apache-2.0 */
/** Responses that were recorded piece by piece. */
@NullMarked
package dev.agentlens.messages.stream;

import org.jspecify.annotations.NullMarked;
