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
        return of(
                price,
                BigDecimal.valueOf(uncached(tokensIn, cacheRead, cacheWrite)),
                BigDecimal.valueOf(tokensOut),
                BigDecimal.valueOf(cacheRead),
                BigDecimal.valueOf(cacheWrite));
    }

    /** Input tokens that were neither read from nor written to a cache. */
    public static long uncached(long tokensIn, long cacheRead, long cacheWrite) {
        return Math.max(0, tokensIn - cacheRead - cacheWrite);
    }

    /** US dollars, exact, for sums over calls. */
    public static BigDecimal of(
            Price price, BigDecimal uncached, BigDecimal tokensOut, BigDecimal cacheRead, BigDecimal cacheWrite) {
        BigDecimal readPrice = price.cacheRead() == null ? price.input() : price.cacheRead();
        BigDecimal writePrice = price.cacheWrite() == null ? price.input() : price.cacheWrite();
        return price.input()
                .multiply(uncached)
                .add(readPrice.multiply(cacheRead))
                .add(writePrice.multiply(cacheWrite))
                .add(price.output().multiply(tokensOut))
                .movePointLeft(PER_MILLION);
    }
}
