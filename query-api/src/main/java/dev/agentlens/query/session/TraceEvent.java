/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.messages.Payload;
import dev.agentlens.messages.json.Json;
import dev.agentlens.query.prices.EventCosts;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An ordinary event of a session's trace. JSON is exactly as it was sent; null if absent.
 *
 * @param logOffset offset of the event in its partition of the log
 * @param durationMs milliseconds with their fraction
 * @param extra a JSON object of every field that is not documented
 * @param cacheReadTokens part of the input
 * @param cacheWriteTokens part of the input
 * @param reasoningTokens part of the output
 * @param failed whether it is an error, by its type or its field {@code error}
 */
public record TraceEvent(
        String eventId,
        String sessionId,
        String eventType,
        Instant timestamp,
        long logOffset,
        @Nullable String model,
        long tokensIn,
        long tokensOut,
        @Nullable BigDecimal durationMs,
        @Nullable RawJson inputData,
        @Nullable RawJson outputData,
        @Nullable RawJson toolCall,
        @Nullable RawJson decisionTrace,
        @Nullable RawJson extra,
        long cacheReadTokens,
        long cacheWriteTokens,
        long reasoningTokens,
        boolean failed) {

    /** One of POST /events without cached or reasoning tokens, that did not fail. */
    public TraceEvent(
            String eventId,
            String sessionId,
            String eventType,
            Instant timestamp,
            long logOffset,
            @Nullable String model,
            long tokensIn,
            long tokensOut,
            @Nullable BigDecimal durationMs,
            @Nullable RawJson inputData,
            @Nullable RawJson outputData,
            @Nullable RawJson toolCall,
            @Nullable RawJson decisionTrace,
            @Nullable RawJson extra) {
        this(
                eventId,
                sessionId,
                eventType,
                timestamp,
                logOffset,
                model,
                tokensIn,
                tokensOut,
                durationMs,
                inputData,
                outputData,
                toolCall,
                decisionTrace,
                extra,
                0,
                0,
                0,
                false);
    }

    /** Its JSON as trees, for what reads any shape; a value that is too deep or long for one is left out. */
    public Payload payload() {
        return new Payload(eventType, tree(inputData), tree(outputData), tree(toolCall), tree(extra));
    }

    /** Bytes of its JSON. */
    public long length() {
        return length(inputData) + length(outputData) + length(toolCall) + length(decisionTrace) + length(extra);
    }

    private static long length(@Nullable RawJson json) {
        return json == null ? 0 : json.length();
    }

    private static @Nullable JsonNode tree(@Nullable RawJson json) {
        return json == null ? null : Json.parse(json.text());
    }

    boolean hasTokens() {
        return tokensIn > 0 || tokensOut > 0;
    }

    /** US dollars; null where the price is unknown, or there are no tokens. */
    public @Nullable BigDecimal cost(EventCosts costs) {
        return hasTokens() ? costs.of(model, timestamp, tokensIn, tokensOut, cacheReadTokens, cacheWriteTokens) : null;
    }

    /** Its position in the trace. */
    public TracePosition position() {
        return new TracePosition(timestamp, logOffset);
    }
}
