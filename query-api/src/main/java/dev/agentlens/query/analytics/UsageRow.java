/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.analytics;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * Usage of one hour or day, agent and model.
 *
 * @param model empty if the events name no model
 */
record UsageRow(
        Instant at,
        String agentName,
        String model,
        long events,
        long errors,
        BigDecimal tokensIn,
        BigDecimal uncachedTokens,
        BigDecimal tokensOut,
        BigDecimal cacheReadTokens,
        BigDecimal cacheWriteTokens,
        BigDecimal reasoningTokens,
        long timedEvents,
        BigDecimal durationMs) {

    /** Both together, as of this one's time, agent and model. */
    UsageRow plus(UsageRow other) {
        return new UsageRow(
                at,
                agentName,
                model,
                events + other.events,
                errors + other.errors,
                tokensIn.add(other.tokensIn),
                uncachedTokens.add(other.uncachedTokens),
                tokensOut.add(other.tokensOut),
                cacheReadTokens.add(other.cacheReadTokens),
                cacheWriteTokens.add(other.cacheWriteTokens),
                reasoningTokens.add(other.reasoningTokens),
                timedEvents + other.timedEvents,
                durationMs.add(other.durationMs));
    }

    BigDecimal tokens() {
        return tokensIn.add(tokensOut);
    }
}
