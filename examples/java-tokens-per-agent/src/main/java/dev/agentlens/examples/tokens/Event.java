/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.examples.tokens;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Of an event, what this consumer needs. All other fields, headers and types are ignored, so that they may be added.
 *
 * @param source header {@code ce_source}; with {@code id} it is the event's identity
 * @param id header {@code ce_id}
 * @param at of a {@code session_end} its {@code ended_at}, else the timestamp
 */
record Event(
        String source,
        String id,
        String type,
        Instant timestamp,
        Instant at,
        @Nullable String agent,
        BigInteger tokensIn,
        BigInteger tokensOut) {

    private static final JsonMapper JSON = new JsonMapper();

    /** The {@code source} of the events of the session that the record erases; empty where it is another record. */
    static Optional<String> erasedSource(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
        return record.value() == null && "dev.agentlens.session_erased".equals(header(record, "ce_type"))
                ? Optional.ofNullable(header(record, "ce_source"))
                : Optional.empty();
    }

    /** Empty where the record is no event by the contract: anyone may write to a topic, and one record stops nobody. */
    static Optional<Event> of(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
        String source = header(record, "ce_source");
        String id = header(record, "ce_id");
        byte[] value = record.value();
        if (source == null || id == null || value == null) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(value);
            String type = json.required("event_type").stringValue();
            boolean end = type.equals("session_end");
            Instant timestamp = Instant.parse(json.required("timestamp").stringValue());
            return Optional.of(new Event(
                    source,
                    id,
                    type,
                    timestamp,
                    end ? Instant.parse(json.required("ended_at").stringValue()) : timestamp,
                    json.path("agent_name").asString(null),
                    tokens(json.path(end ? "total_tokens_in" : "tokens_in")),
                    tokens(json.path(end ? "total_tokens_out" : "tokens_out"))));
        } catch (JacksonException | DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    /** Absent means 0. Sums may pass 2^63, so they are no longs. */
    private static BigInteger tokens(JsonNode node) {
        return node.isNumber() ? node.decimalValue().toBigIntegerExact() : BigInteger.ZERO;
    }

    private static @Nullable String header(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }
}
