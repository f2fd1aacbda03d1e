/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.deadletters;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.cli.redrive.Entry;
import dev.agentlens.cli.redrive.Fingerprints;
import dev.agentlens.cli.redrive.RecordPlace;
import dev.agentlens.cli.terminal.PrettyPrinter;
import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.JsonObjectWriter;
import dev.agentlens.common.json.JsonReader;
import dev.agentlens.common.json.MalformedJsonException;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.common.vocabulary.SessionIdForm;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/**
 * A record of the dead-letter topic: the record that could not be projected, and what spring-kafka's headers say of it.
 *
 * @param place in the dead-letter topic
 * @param time when it was set aside
 * @param original the record as it was in its own topic; where that is unknown, as it is here
 * @param exception class of the exception; null where it is unknown
 */
record DeadLetter(
        RecordPlace place,
        Instant time,
        @Nullable String sessionId,
        String reason,
        ConsumerRecord<byte @Nullable [], byte @Nullable []> original,
        @Nullable String exception,
        @Nullable String stackTrace)
        implements Entry {

    private static final String PREFIX = "kafka_dlt-";

    static DeadLetter of(ConsumerRecord<byte[], byte[]> record) {
        Headers headers = record.headers();
        String topic = text(headers, "original-topic");
        ByteBuffer partition = number(headers, "original-partition", Integer.BYTES);
        ByteBuffer offset = number(headers, "original-offset", Long.BYTES);
        ByteBuffer timestamp = number(headers, "original-timestamp", Long.BYTES);
        boolean hasOrigin = topic != null && partition != null && offset != null;
        String reason = text(headers, "exception-message");
        return new DeadLetter(
                new RecordPlace(record.partition(), record.offset()),
                Instant.ofEpochMilli(record.timestamp()),
                sessionId(record.key(), record.value()),
                reason == null ? "The record does not say why it is here" : reason,
                new ConsumerRecord<>(
                        hasOrigin ? String.valueOf(topic) : record.topic(),
                        hasOrigin && partition != null ? partition.getInt() : record.partition(),
                        hasOrigin && offset != null ? offset.getLong() : record.offset(),
                        timestamp == null ? record.timestamp() : timestamp.getLong(),
                        TimestampType.CREATE_TIME,
                        ConsumerRecord.NULL_SIZE,
                        ConsumerRecord.NULL_SIZE,
                        record.key(),
                        record.value(),
                        withoutOurs(headers),
                        Optional.empty()),
                text(headers, "exception-fqcn"),
                text(headers, "exception-stacktrace"));
    }

    @Override
    public String origin() {
        return original.topic() + "-" + new RecordPlace(original.partition(), original.offset());
    }

    @Override
    public Fingerprint fingerprint() {
        return Fingerprints.of(
                original.topic(),
                new RecordPlace(original.partition(), original.offset()),
                original.timestamp(),
                original.key(),
                original.value());
    }

    @Override
    public void describe(JsonObjectWriter json) {
        json.string("original_topic", original.topic())
                .number("original_partition", original.partition())
                .number("original_offset", original.offset())
                .string(
                        "original_time",
                        Instant.ofEpochMilli(original.timestamp()).toString());
    }

    /** From the key, as in the projector; else from the value. */
    private static @Nullable String sessionId(byte @Nullable [] key, byte @Nullable [] value) {
        String text = key == null ? null : PrettyPrinter.text(key);
        if (text != null && SessionIdForm.matches(text)) {
            return text;
        }
        return value == null ? null : sessionId(value);
    }

    private static @Nullable String sessionId(byte[] value) {
        try {
            RawJson named = JsonReader.read(
                    value,
                    reader -> reader.kind() == JsonKind.OBJECT ? reader.fields().get("session_id") : ignored(reader));
            String text = named == null ? null : named.string();
            return text != null && SessionIdForm.matches(text) ? text : null;
        } catch (MalformedJsonException e) {
            return null;
        }
    }

    private static @Nullable RawJson ignored(JsonReader reader) {
        reader.value();
        return null;
    }

    private static Headers withoutOurs(Headers headers) {
        RecordHeaders original = new RecordHeaders();
        for (Header header : headers) {
            if (!header.key().startsWith(PREFIX)) {
                original.add(header);
            }
        }
        return original;
    }

    private static @Nullable String text(Headers headers, String name) {
        Header header = headers.lastHeader(PREFIX + name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    private static @Nullable ByteBuffer number(Headers headers, String name, int bytes) {
        Header header = headers.lastHeader(PREFIX + name);
        return header == null || header.value() == null || header.value().length != bytes
                ? null
                : ByteBuffer.wrap(header.value());
    }
}
