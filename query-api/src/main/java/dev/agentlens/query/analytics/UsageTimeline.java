/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.analytics;

import dev.agentlens.query.analytics.AnalyticsQuery.Interval;
import dev.agentlens.query.analytics.CostTally.Amount;
import dev.agentlens.query.analytics.UsageAnalytics.Step;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Usage by hour, day or week. */
final class UsageTimeline {

    private final Interval interval;
    private final SortedMap<Instant, Step> steps = new TreeMap<>();

    UsageTimeline(Interval interval) {
        this.interval = interval;
    }

    void add(UsageRow row, Amount cost) {
        boolean call = !row.model().isEmpty();
        add(new Step(
                interval.of(row.at()),
                0,
                call ? row.events() : 0,
                row.tokensIn(),
                row.tokensOut(),
                row.cacheReadTokens(),
                row.cacheWriteTokens(),
                row.reasoningTokens(),
                row.errors(),
                cost.usd(),
                cost.unpriced()));
    }

    /** Sessions that started then. */
    void sessions(Instant at, long sessions) {
        BigDecimal zero = BigDecimal.ZERO;
        add(new Step(interval.of(at), sessions, 0, zero, zero, zero, zero, zero, 0, zero, zero));
    }

    /** The latest steps that have any usage, in order. */
    List<Step> steps(int limit) {
        return steps.values().stream()
                .skip(Math.max(0, steps.size() - limit))
                .map(step -> new Step(
                        step.time(),
                        step.sessions(),
                        step.calls(),
                        step.tokensIn(),
                        step.tokensOut(),
                        step.cacheReadTokens(),
                        step.cacheWriteTokens(),
                        step.reasoningTokens(),
                        step.errors(),
                        CostTally.plain(step.costUsd()),
                        step.unpricedTokens()))
                .toList();
    }

    private void add(Step step) {
        steps.merge(step.time(), step, UsageTimeline::sum);
    }

    private static Step sum(Step a, Step b) {
        return new Step(
                a.time(),
                a.sessions() + b.sessions(),
                a.calls() + b.calls(),
                a.tokensIn().add(b.tokensIn()),
                a.tokensOut().add(b.tokensOut()),
                a.cacheReadTokens().add(b.cacheReadTokens()),
                a.cacheWriteTokens().add(b.cacheWriteTokens()),
                a.reasoningTokens().add(b.reasoningTokens()),
                a.errors() + b.errors(),
                a.costUsd().add(b.costUsd()),
                a.unpricedTokens().add(b.unpricedTokens()));
    }
}
