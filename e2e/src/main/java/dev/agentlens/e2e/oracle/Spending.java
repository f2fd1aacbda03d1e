/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.oracle;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What tokens cost, by the prices of the models that the workload names. All other models have none.
 *
 * @param usd US dollars of the tokens with a price
 * @param unpriced tokens without one
 */
record Spending(BigDecimal usd, BigInteger unpriced) {

    static final Spending NONE = new Spending(BigDecimal.ZERO, BigInteger.ZERO);

    /** US dollars per million tokens of 2026-02: in, out, in from a cache. */
    private static final Map<String, String[]> RATES =
            Map.of("gpt-4", new String[] {"30", "60", "30"}, "gpt-4o", new String[] {"2.5", "10", "1.25"});

    static Spending of(ExpectedEvent event) {
        BigDecimal usd = usd(event);
        return usd == null
                ? new Spending(BigDecimal.ZERO, event.tokensIn().add(event.tokensOut()))
                : new Spending(usd, BigInteger.ZERO);
    }

    /** Null where the price is unknown. */
    static @Nullable BigDecimal usd(ExpectedEvent event) {
        String[] rates = event.model() == null ? null : RATES.get(event.model());
        if (rates == null) {
            return null;
        }
        BigInteger cached = event.cacheReadTokens();
        return usd(rates[0], event.tokensIn().subtract(cached))
                .add(usd(rates[1], event.tokensOut()))
                .add(usd(rates[2], cached));
    }

    private static BigDecimal usd(String rate, BigInteger tokens) {
        return new BigDecimal(rate).multiply(new BigDecimal(tokens)).movePointLeft(6);
    }

    Spending plus(Spending other) {
        return new Spending(usd.add(other.usd), unpriced.add(other.unpriced));
    }

    boolean isNothing() {
        return usd.signum() == 0 && unpriced.signum() == 0;
    }
}
