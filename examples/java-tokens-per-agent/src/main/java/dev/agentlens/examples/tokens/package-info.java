/* SPDX-License-Identifier: Apache-2.0 */
/** A consumer of the topic, made from its contract alone. */
@NullMarked
package dev.agentlens.examples.tokens;

import org.jspecify.annotations.NullMarked;
