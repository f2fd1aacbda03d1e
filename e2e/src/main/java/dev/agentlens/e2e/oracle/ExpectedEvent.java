/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.oracle;

import dev.agentlens.e2e.json.Json;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the API reference makes of an event that was sent. Written from the reference, not from the product's code.
 *
 * @param givenId the client's id; null where the server derives one
 * @param end of a {@code session_end}: its {@code ended_at}, else its timestamp
 * @param durationMs null where none counts
 */
public record ExpectedEvent(
        String sessionId,
        @Nullable String givenId,
        String type,
        Instant timestamp,
        @Nullable Instant end,
        @Nullable String agentName,
        @Nullable String model,
        BigInteger tokensIn,
        BigInteger tokensOut,
        BigInteger cacheReadTokens,
        BigInteger totalTokensIn,
        BigInteger totalTokensOut,
        @Nullable BigDecimal durationMs,
        String status,
        JsonNode sent) {

    private static final BigDecimal MAX = BigDecimal.valueOf(1L << 53);
    private static final Set<String> TYPED = Set.of(
            "session_id",
            "event_id",
            "event_type",
            "timestamp",
            "model",
            "tokens_in",
            "tokens_out",
            "duration_ms",
            "input_data",
            "output_data",
            "tool_call",
            "decision_trace");

    /** @param sent an acceptable event that has a {@code timestamp} or an {@code ended_at} */
    public static ExpectedEvent of(JsonNode sent) {
        String sessionId = text(sent, "session_id");
        String type = text(sent, "event_type");
        Instant end = time(sent, "ended_at");
        Instant timestamp = time(sent, "timestamp");
        if (timestamp == null) {
            timestamp = end;
        }
        if (timestamp == null) {
            throw new IllegalArgumentException("The time of receipt is not the client's to know: " + sent);
        }
        String id = text(sent, "event_id");
        String eventType = type == null ? "generic" : type;
        return new ExpectedEvent(
                sessionId == null || sessionId.isEmpty() ? "unknown" : sessionId,
                id == null || id.isEmpty() ? null : id,
                eventType,
                timestamp,
                eventType.equals("session_end") ? (end == null ? timestamp : end) : null,
                text(sent, "agent_name"),
                text(sent, "model"),
                count(sent, "tokens_in"),
                count(sent, "tokens_out"),
                count(sent, "cache_read_tokens"),
                count(sent, "total_tokens_in"),
                count(sent, "total_tokens_out"),
                milliseconds(sent, "duration_ms"),
                status(sent),
                sent);
    }

    public boolean isOrdinary() {
        return !isStart() && !isEnd();
    }

    public boolean isStart() {
        return type.equals("session_start");
    }

    public boolean isEnd() {
        return type.equals("session_end");
    }

    public boolean isError() {
        return Set.of("error", "agent_error", "tool_error").contains(type) || sent.has("error");
    }

    /** Null where it belongs to no conversation. */
    @Nullable
    String conversationId() {
        return text(sent, "conversation_id");
    }

    /** The tool that it is about, as the workload writes it; null where it names none. */
    @Nullable
    String tool() {
        JsonNode call = sent.path("tool_call");
        String name = text(call, "tool_name");
        return name == null ? text(call, "name") : name;
    }

    /** As it must be in a trace, but for an {@code event_id} that the server derives. */
    public ObjectNode asRead() {
        ObjectNode read = JsonNodeFactory.instance.objectNode();
        read.put("session_id", sessionId);
        read.put("event_type", type);
        read.put("timestamp", timestamp.toString());
        read.put("model", model);
        read.set("input_data", orEmpty("input_data"));
        read.set("output_data", orEmpty("output_data"));
        read.put("tokens_in", tokensIn);
        read.put("tokens_out", tokensOut);
        read.set("tool_call", orNull("tool_call"));
        read.set("decision_trace", orNull("decision_trace"));
        read.put("duration_ms", durationMs);
        if (tokensIn.add(tokensOut).signum() > 0) {
            read.put("cost_usd", Spending.usd(this));
        }
        if (givenId != null) {
            read.put("event_id", givenId);
        }
        sent.properties().forEach(field -> {
            if (!TYPED.contains(field.getKey())) {
                read.set(field.getKey(), field.getValue());
            }
        });
        return read;
    }

    private JsonNode orEmpty(String name) {
        JsonNode value = sent.get(name);
        return value == null || value.isNull() ? JsonNodeFactory.instance.objectNode() : value;
    }

    private JsonNode orNull(String name) {
        JsonNode value = sent.get(name);
        return value == null ? JsonNodeFactory.instance.nullNode() : value;
    }

    private static String status(JsonNode sent) {
        String status = text(sent, "status");
        return status != null && Set.of("error", "timeout").contains(status) ? status : "completed";
    }

    private static @Nullable String text(JsonNode sent, String name) {
        JsonNode value = sent.get(name);
        return value != null && value.isString() ? value.stringValue() : null;
    }

    private static @Nullable Instant time(JsonNode sent, String name) {
        JsonNode value = sent.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (value.isNumber()) {
            return Instant.ofEpochMilli(value.longValue());
        }
        String text = value.stringValue();
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            return LocalDateTime.parse(text).toInstant(ZoneOffset.UTC);
        }
    }

    private static BigInteger count(JsonNode sent, String name) {
        JsonNode value = sent.get(name);
        if (value == null || !value.isNumber()) {
            return BigInteger.ZERO;
        }
        BigDecimal number = Json.decimal(value).max(BigDecimal.ZERO).min(MAX);
        return number.setScale(0, RoundingMode.FLOOR).toBigIntegerExact();
    }

    private static @Nullable BigDecimal milliseconds(JsonNode sent, String name) {
        JsonNode value = sent.get(name);
        return value == null || !value.isNumber()
                ? null
                : Json.decimal(value).max(BigDecimal.ZERO).min(MAX);
    }
}
