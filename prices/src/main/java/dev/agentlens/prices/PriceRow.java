/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.prices;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A row of the list.
 *
 * @param pattern a model's name in lower case; a {@code *} matches any text
 * @param provider who asks this price; null where a file does not say it
 * @param validFrom the first day of this price
 * @param source where the price was read; null where a file does not say it
 * @param sourceDate when; null where a file does not say it
 */
public record PriceRow(
        String pattern,
        @Nullable String provider,
        LocalDate validFrom,
        Price price,
        @Nullable String source,
        @Nullable LocalDate sourceDate) {}
