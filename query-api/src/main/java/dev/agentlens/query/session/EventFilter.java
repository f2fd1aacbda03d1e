/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * Which events of a trace are read, by their columns. Null lets all pass.
 *
 * @param callsOnly only those of calls of models and of tools, and of their messages
 */
public record EventFilter(
        @Nullable String type,
        @Nullable String model,
        @Nullable BigDecimal minDurationMs,
        boolean callsOnly) {

    public static final EventFilter NONE = new EventFilter(null, null, null, false);

    public static final EventFilter CALLS = new EventFilter(null, null, null, true);
}
