/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.prices;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * US dollars per 1,000,000 tokens.
 *
 * @param cacheRead of input tokens that were read from a cache; null: they cost what input costs
 * @param cacheWrite of input tokens that were written to a cache; null: they cost what input costs
 */
public record Price(
        BigDecimal input,
        BigDecimal output,
        @Nullable BigDecimal cacheRead,
        @Nullable BigDecimal cacheWrite) {}
