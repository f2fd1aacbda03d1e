/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.compare;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * The figures of one session, in the shape of the API reference. Milliseconds have two decimals at most; maps are in
 * order of first appearance.
 *
 * @param tokensIn the session's own total: a declared one counts
 * @param avgEventDurationMs over all ordinary events, those without a duration too
 * @param sessionDurationMs null while the session is active
 * @param costUsd null where some tokens have no price
 * @param tools events of any type that carry a tool name, by that name
 */
@JsonNaming(SnakeCaseStrategy.class)
record SessionMetrics(
        String sessionId,
        String agentName,
        String status,
        Instant startedAt,
        @Nullable Instant endedAt,
        BigDecimal tokensIn,
        BigDecimal tokensOut,
        BigDecimal totalTokens,
        long eventCount,
        long errorCount,
        BigDecimal totalProcessingMs,
        BigDecimal avgEventDurationMs,
        @Nullable BigDecimal sessionDurationMs,
        Map<String, ModelUse> models,
        Map<String, Long> eventTypes,
        Map<String, ToolUse> tools,
        @JsonRawValue String metadata,
        BigDecimal cacheReadTokens,
        BigDecimal cacheWriteTokens,
        BigDecimal reasoningTokens,
        @Nullable BigDecimal costUsd,
        BigDecimal unpricedTokens) {

    /** In memory, at most. */
    int estimatedBytes() {
        return 1_024 + 2 * metadata.length() + 1_024 * (models.size() + eventTypes.size() + tools.size());
    }

    /** Events that name a model. */
    @JsonNaming(SnakeCaseStrategy.class)
    record ModelUse(long calls, BigDecimal tokensIn, BigDecimal tokensOut) {

        static final ModelUse NONE = new ModelUse(0, BigDecimal.ZERO, BigDecimal.ZERO);

        ModelUse plus(long in, long out) {
            return new ModelUse(
                    calls + 1, tokensIn.add(BigDecimal.valueOf(in)), tokensOut.add(BigDecimal.valueOf(out)));
        }
    }

    /** @param totalDuration milliseconds */
    @JsonNaming(SnakeCaseStrategy.class)
    record ToolUse(long calls, BigDecimal totalDuration) {}
}
