/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Which events of a trace are read, by their columns. Null lets all pass.
 *
 * @param tool that the event is about
 * @param errors whether it is an error, by its type or its field {@code error}
 * @param callsOnly only those of calls of models and of tools, and of their messages
 */
public record EventFilter(
        @Nullable String type,
        @Nullable String model,
        @Nullable String tool,
        @Nullable Boolean errors,
        @Nullable BigDecimal minDurationMs,
        boolean callsOnly) {

    public static final EventFilter NONE = new EventFilter(null, null, null, null, null, false);

    public static final EventFilter CALLS = new EventFilter(null, null, null, null, null, true);
}
