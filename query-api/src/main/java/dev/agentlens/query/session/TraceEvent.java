/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.messages.Json;
import dev.agentlens.messages.Payload;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An ordinary event of a session's trace. JSON is exactly as it was sent; null where there is none.
 *
 * @param logOffset where the event stands in its partition of the log
 * @param durationMs milliseconds with their fraction
 * @param extra a JSON object of every field that is not documented
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
        @Nullable RawJson extra) {

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

    /** Where it stands in the trace. */
    public TracePosition position() {
        return new TracePosition(timestamp, logOffset);
    }
}
