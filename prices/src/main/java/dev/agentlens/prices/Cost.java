/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.prices;

import java.math.BigDecimal;

/** What a model call cost. */
public final class Cost {

    private static final int PER_MILLION = 6;

    private Cost() {}

    /**
     * US dollars, exact. Reasoning tokens are part of the output.
     *
     * @param tokensIn all input tokens; those read from and written to a cache are among them
     */
    public static BigDecimal of(Price price, long tokensIn, long tokensOut, long cacheRead, long cacheWrite) {
        BigDecimal readPrice = price.cacheRead() == null ? price.input() : price.cacheRead();
        BigDecimal writePrice = price.cacheWrite() == null ? price.input() : price.cacheWrite();
        long uncached = Math.max(0, tokensIn - cacheRead - cacheWrite);
        return times(price.input(), uncached)
                .add(times(readPrice, cacheRead))
                .add(times(writePrice, cacheWrite))
                .add(times(price.output(), tokensOut))
                .movePointLeft(PER_MILLION);
    }

    private static BigDecimal times(BigDecimal price, long tokens) {
        return price.multiply(BigDecimal.valueOf(tokens));
    }
}
