/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import org.jspecify.annotations.Nullable;

/**
 * How an event is told that does nothing itself, and contains those that do: an agent, a chain, a span.
 *
 * @param name how its line begins
 * @param input what it was given, as it is shown; null where it does not say
 * @param output likewise
 */
record Container(
        String name, @Nullable String input, @Nullable String output) {}
