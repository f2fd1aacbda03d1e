/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.fold;

import dev.agentlens.common.event.EventField;
import dev.agentlens.common.latency.LatencyBuckets;
import dev.agentlens.prices.Cost;
import java.math.BigDecimal;
import java.util.SortedMap;
import java.util.TreeMap;

/** Sums over events; those that are subtracted count as less than nothing. */
public final class Usage {

    private long events;
    private long errors;
    private BigDecimal tokensIn = BigDecimal.ZERO;
    private BigDecimal uncachedTokens = BigDecimal.ZERO;
    private BigDecimal tokensOut = BigDecimal.ZERO;
    private BigDecimal cacheReadTokens = BigDecimal.ZERO;
    private BigDecimal cacheWriteTokens = BigDecimal.ZERO;
    private BigDecimal reasoningTokens = BigDecimal.ZERO;
    private long timedEvents;
    private BigDecimal durationMs = BigDecimal.ZERO;
    private final SortedMap<Integer, Long> latency = new TreeMap<>();

    /** @param sign 1, or -1 to subtract */
    void add(CountedEvent event, int sign) {
        events += sign;
        errors += event.reading().failed() ? sign : 0;
        tokensIn = tokensIn.add(tokens(event, EventField.TOKENS_IN, sign));
        long uncached = Cost.uncached(
                event.count(EventField.TOKENS_IN),
                event.count(EventField.CACHE_READ_TOKENS),
                event.count(EventField.CACHE_WRITE_TOKENS));
        uncachedTokens = uncachedTokens.add(BigDecimal.valueOf(sign * uncached));
        tokensOut = tokensOut.add(tokens(event, EventField.TOKENS_OUT, sign));
        cacheReadTokens = cacheReadTokens.add(tokens(event, EventField.CACHE_READ_TOKENS, sign));
        cacheWriteTokens = cacheWriteTokens.add(tokens(event, EventField.CACHE_WRITE_TOKENS, sign));
        reasoningTokens = reasoningTokens.add(tokens(event, EventField.REASONING_TOKENS, sign));
        BigDecimal duration = event.typed().milliseconds(EventField.DURATION_MS);
        if (duration != null) {
            timedEvents += sign;
            durationMs = durationMs.add(sign < 0 ? duration.negate() : duration);
            latency.merge(LatencyBuckets.of(duration), (long) sign, Long::sum);
        }
    }

    private static BigDecimal tokens(CountedEvent event, EventField field, int sign) {
        return BigDecimal.valueOf(sign * event.count(field));
    }

    public long events() {
        return events;
    }

    public long errors() {
        return errors;
    }

    public BigDecimal tokensIn() {
        return tokensIn;
    }

    /** Input that was neither read from nor written to a cache: what is priced as input. */
    public BigDecimal uncachedTokens() {
        return uncachedTokens;
    }

    public BigDecimal tokensOut() {
        return tokensOut;
    }

    public BigDecimal cacheReadTokens() {
        return cacheReadTokens;
    }

    public BigDecimal cacheWriteTokens() {
        return cacheWriteTokens;
    }

    public BigDecimal reasoningTokens() {
        return reasoningTokens;
    }

    /** Those events that have a duration. */
    public long timedEvents() {
        return timedEvents;
    }

    public BigDecimal durationMs() {
        return durationMs;
    }

    /** How many events by {@link LatencyBuckets bucket} of their duration. */
    public SortedMap<Integer, Long> latency() {
        return latency;
    }
}
