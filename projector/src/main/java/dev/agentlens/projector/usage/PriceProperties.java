/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.usage;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What models cost; AGENTLENS_PRICES_FILE.
 *
 * @param file CSV with prices that are added to those of the program, or replace them: pattern, valid_from, input, output,
 *     cache_read, cache_write in US dollars per 1,000,000 tokens. Read at start; if prices have changed since, all sessions are
 *     priced again
 */
@ConfigurationProperties("agentlens.prices")
public record PriceProperties(@Nullable String file) {}
