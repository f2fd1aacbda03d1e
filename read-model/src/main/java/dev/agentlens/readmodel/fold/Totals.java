/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.fold;

import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.event.EventField;
import java.math.BigDecimal;

/**
 * Sums over the events of a session.
 *
 * @param distinctEvents events of every type: grows with each change, whatever the batches are that bring them
 * @param events ordinary events
 * @param pricedUsd what tokens with a known price cost, in US dollars
 * @param unpricedTokens those without one
 * @param errors those of them that {@link EventReading#failed() failed}
 */
public record Totals(
        long distinctEvents,
        long events,
        long errors,
        BigDecimal tokensIn,
        BigDecimal tokensOut,
        BigDecimal cacheReadTokens,
        BigDecimal cacheWriteTokens,
        BigDecimal reasoningTokens,
        BigDecimal pricedUsd,
        BigDecimal unpricedTokens) {

    static final Totals NONE = new Totals(
            0,
            0,
            0,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO,
            BigDecimal.ZERO);

    /** With a session_start or session_end. */
    Totals withFrame() {
        return new Totals(
                distinctEvents + 1,
                events,
                errors,
                tokensIn,
                tokensOut,
                cacheReadTokens,
                cacheWriteTokens,
                reasoningTokens,
                pricedUsd,
                unpricedTokens);
    }

    Totals with(StepRecorded step, boolean failed, EventCost cost) {
        return new Totals(
                distinctEvents + 1,
                events + 1,
                errors + (failed ? 1 : 0),
                sum(tokensIn, step, EventField.TOKENS_IN),
                sum(tokensOut, step, EventField.TOKENS_OUT),
                sum(cacheReadTokens, step, EventField.CACHE_READ_TOKENS),
                sum(cacheWriteTokens, step, EventField.CACHE_WRITE_TOKENS),
                sum(reasoningTokens, step, EventField.REASONING_TOKENS),
                cost.usd().signum() == 0 ? pricedUsd : pricedUsd.add(cost.usd()),
                cost.unpricedTokens() == 0
                        ? unpricedTokens
                        : unpricedTokens.add(BigDecimal.valueOf(cost.unpricedTokens())));
    }

    private static BigDecimal sum(BigDecimal sum, StepRecorded step, EventField field) {
        long count = step.typed().count(field);
        return count == 0 ? sum : sum.add(BigDecimal.valueOf(count));
    }
}
