/* SPDX-License-Identifier: Apache-2.0 */
/** The text of an error, out of JSON and stack traces. */
@NullMarked
package dev.agentlens.messages.error;

import org.jspecify.annotations.NullMarked;
