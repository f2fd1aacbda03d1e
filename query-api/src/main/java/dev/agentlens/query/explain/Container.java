/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import org.jspecify.annotations.Nullable;

/**
 * How an event is described that only contains other events: an agent, a chain, a span.
 *
 * @param name start of its line
 * @param input its input as shown; null if absent
 * @param output its output as shown; null if absent
 */
record Container(
        String name, @Nullable String input, @Nullable String output) {}
