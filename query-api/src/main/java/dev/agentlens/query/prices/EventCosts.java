/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.prices;

import dev.agentlens.prices.Cost;
import dev.agentlens.prices.PriceList;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** What events cost by a list of prices. */
public final class EventCosts {

    private final PriceList prices;

    public EventCosts(PriceList prices) {
        this.prices = prices;
    }

    /** US dollars; null where the price is unknown. */
    public @Nullable BigDecimal of(
            @Nullable String model, Instant at, long tokensIn, long tokensOut, long cacheRead, long cacheWrite) {
        return model == null
                ? null
                : prices.price(model, LocalDate.ofInstant(at, ZoneOffset.UTC))
                        .map(price -> Cost.of(price, tokensIn, tokensOut, cacheRead, cacheWrite))
                        .orElse(null);
    }
}
