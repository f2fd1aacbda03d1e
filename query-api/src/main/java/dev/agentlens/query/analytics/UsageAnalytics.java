/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.analytics;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/** What the API reference does not have: usage over time, latency, errors, tools and cost. */
@JsonNaming(SnakeCaseStrategy.class)
record UsageAnalytics(
        Range range,
        List<Step> usageOverTime,
        Latency latency,
        List<Errors> errorsByType,
        List<Tool> tools,
        Cost cost) {

    /** The range of full UTC hours that was counted; null means no limit. */
    record Range(@Nullable Instant from, @Nullable Instant to) {}

    /**
     * @param time start of the hour, day or week, UTC
     * @param sessions that started in it
     * @param costUsd of the tokens that have a price
     */
    @JsonNaming(SnakeCaseStrategy.class)
    record Step(
            Instant time,
            long sessions,
            long calls,
            BigDecimal tokensIn,
            BigDecimal tokensOut,
            BigDecimal cacheReadTokens,
            BigDecimal cacheWriteTokens,
            BigDecimal reasoningTokens,
            long errors,
            BigDecimal costUsd,
            BigDecimal unpricedTokens) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record Latency(List<Percentiles> byModel, List<Percentiles> byTool) {}

    /**
     * Milliseconds, within 3.2 %.
     *
     * @param model null of a tool's
     * @param tool null of a model's
     * @param calls that have a duration
     */
    @JsonNaming(SnakeCaseStrategy.class)
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Percentiles(
            @Nullable String model,
            @Nullable String tool,
            long calls,
            BigDecimal p50Ms,
            BigDecimal p95Ms,
            BigDecimal p99Ms) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record Errors(String eventType, long count) {}

    /** @param avgDurationMs over the calls that have a duration, two decimals; 0 without such calls */
    @JsonNaming(SnakeCaseStrategy.class)
    record Tool(String tool, long calls, long errors, BigDecimal avgDurationMs) {}

    /** @param totalUsd of the tokens that have a price; {@code unpricedTokens} have no price */
    @JsonNaming(SnakeCaseStrategy.class)
    record Cost(
            BigDecimal totalUsd,
            BigDecimal unpricedTokens,
            List<ModelCost> byModel,
            List<AgentCost> byAgent,
            List<DayCost> byDay) {}

    /** @param costUsd null where the model has no price */
    @JsonNaming(SnakeCaseStrategy.class)
    record ModelCost(String model, @Nullable BigDecimal costUsd, BigDecimal unpricedTokens) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record AgentCost(String agentName, BigDecimal costUsd, BigDecimal unpricedTokens) {}

    @JsonNaming(SnakeCaseStrategy.class)
    record DayCost(LocalDate date, BigDecimal costUsd, BigDecimal unpricedTokens) {}
}
