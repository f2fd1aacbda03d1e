/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.analytics;

import dev.agentlens.prices.Cost;
import dev.agentlens.prices.PriceList;
import dev.agentlens.query.analytics.UsageAnalytics.AgentCost;
import dev.agentlens.query.analytics.UsageAnalytics.DayCost;
import dev.agentlens.query.analytics.UsageAnalytics.ModelCost;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/** Adds up what usage cost. A pure function of rows and prices. */
final class CostTally {

    private static final int MAX_NAMES = 1_000;

    private final PriceList prices;
    private Amount total = Amount.NONE;
    private final Map<String, Amount> byModel = new HashMap<>();
    private final Map<String, Amount> byAgent = new HashMap<>();
    private final Map<LocalDate, Amount> byDay = new TreeMap<>();

    /** @param usd of tokens with a price */
    record Amount(BigDecimal usd, BigDecimal unpriced) {

        static final Amount NONE = new Amount(BigDecimal.ZERO, BigDecimal.ZERO);

        Amount plus(Amount other) {
            return new Amount(usd.add(other.usd), unpriced.add(other.unpriced));
        }
    }

    CostTally(PriceList prices) {
        this.prices = prices;
    }

    /** What a row cost, which is added. */
    Amount add(UsageRow row) {
        LocalDate day = LocalDate.ofInstant(row.at(), ZoneOffset.UTC);
        Amount amount = prices.price(row.model(), day)
                .map(price -> new Amount(
                        Cost.of(
                                price,
                                row.uncachedTokens(),
                                row.tokensOut(),
                                row.cacheReadTokens(),
                                row.cacheWriteTokens()),
                        BigDecimal.ZERO))
                .orElseGet(() -> new Amount(BigDecimal.ZERO, row.tokens()));
        if (row.tokens().signum() != 0) {
            total = total.plus(amount);
            byModel.merge(row.model(), amount, Amount::plus);
            byAgent.merge(row.agentName(), amount, Amount::plus);
            byDay.merge(day, amount, Amount::plus);
        }
        return amount;
    }

    UsageAnalytics.Cost cost() {
        return new UsageAnalytics.Cost(
                plain(total.usd()),
                total.unpriced(),
                byModel.entrySet().stream()
                        .sorted(dearestFirst())
                        .limit(MAX_NAMES)
                        .map(entry -> new ModelCost(
                                entry.getKey(),
                                entry.getValue().unpriced().signum() > 0
                                                && entry.getValue().usd().signum() == 0
                                        ? null
                                        : plain(entry.getValue().usd()),
                                entry.getValue().unpriced()))
                        .toList(),
                byAgent.entrySet().stream()
                        .sorted(dearestFirst())
                        .limit(MAX_NAMES)
                        .map(entry -> new AgentCost(
                                entry.getKey(),
                                plain(entry.getValue().usd()),
                                entry.getValue().unpriced()))
                        .toList(),
                byDay.entrySet().stream()
                        .map(entry -> new DayCost(
                                entry.getKey(),
                                plain(entry.getValue().usd()),
                                entry.getValue().unpriced()))
                        .toList());
    }

    private static Comparator<Map.Entry<String, Amount>> dearestFirst() {
        return Comparator.comparing(
                        (Map.Entry<String, Amount> entry) -> entry.getValue().usd())
                .thenComparing(entry -> entry.getValue().unpriced())
                .reversed()
                .thenComparing(Map.Entry::getKey);
    }

    static BigDecimal plain(BigDecimal usd) {
        BigDecimal stripped = usd.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
