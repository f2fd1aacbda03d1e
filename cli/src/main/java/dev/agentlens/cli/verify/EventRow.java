/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import dev.agentlens.common.event.EventIdentity;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code events}, by the names of its columns.
 *
 * @param durationMs in plain digits
 */
record EventRow(
        EventIdentity identity,
        String eventType,
        Instant occurredAt,
        int logPartition,
        long logOffset,
        long contentDigest,
        long tokensIn,
        long tokensOut,
        @Nullable String model,
        @Nullable String durationMs,
        Texts texts) {

    /** The columns of any length; null where the column is. */
    record Texts(
            @Nullable TextHash inputData,
            @Nullable TextHash outputData,
            @Nullable TextHash toolCall,
            @Nullable TextHash decisionTrace,
            @Nullable TextHash extra) {}

    boolean standsAt(int partition, long offset) {
        return logPartition == partition && logOffset == offset;
    }

    Map<String, @Nullable Object> columns() {
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        columns.put("event_type", eventType);
        columns.put("occurred_at", occurredAt);
        columns.put("log_partition", logPartition);
        columns.put("log_offset", logOffset);
        columns.put("content_digest", String.format("%016x", contentDigest));
        columns.put("tokens_in", tokensIn);
        columns.put("tokens_out", tokensOut);
        columns.put("model", model);
        columns.put("duration_ms", durationMs);
        columns.put("input_data", texts.inputData());
        columns.put("output_data", texts.outputData());
        columns.put("tool_call", texts.toolCall());
        columns.put("decision_trace", texts.decisionTrace());
        columns.put("extra", texts.extra());
        return columns;
    }
}
