/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.fold;

import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.event.EventField;
import dev.agentlens.prices.Cost;
import dev.agentlens.prices.Price;
import dev.agentlens.prices.PriceList;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/**
 * What an event cost.
 *
 * @param usd US dollars, exact; 0 where no price is known
 * @param unpricedTokens those for which no price is known, in and out
 */
public record EventCost(BigDecimal usd, long unpricedTokens) {

    private static final EventCost NOTHING = new EventCost(BigDecimal.ZERO, 0);

    /** By the price of the event's UTC day. */
    public static EventCost of(StepRecorded step, PriceList prices) {
        long tokens = step.tokensIn() + step.tokensOut();
        if (tokens == 0) {
            return NOTHING;
        }
        LocalDate day = LocalDate.ofInstant(step.timestamp(), ZoneOffset.UTC);
        String model = step.model();
        return (model == null ? Optional.<Price>empty() : prices.price(model, day))
                .map(price -> new EventCost(
                        Cost.of(
                                price,
                                step.tokensIn(),
                                step.tokensOut(),
                                step.typed().count(EventField.CACHE_READ_TOKENS),
                                step.typed().count(EventField.CACHE_WRITE_TOKENS)),
                        0))
                .orElseGet(() -> new EventCost(BigDecimal.ZERO, tokens));
    }
}
