/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.rejected;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.cli.redrive.Entry;
import dev.agentlens.cli.redrive.Fingerprints;
import dev.agentlens.cli.redrive.RecordPlace;
import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.JsonObjectWriter;
import dev.agentlens.common.json.JsonReader;
import dev.agentlens.common.json.MalformedJsonException;
import dev.agentlens.common.json.RawJson;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record of the topic of rejected events.
 *
 * @param time when the event was received
 * @param index of the event in its batch, from 0; -1 where it is unknown
 * @param event as it was sent, any JSON; null if the record is not of this form
 * @param value of the record, as it is there
 */
record RejectedEvent(
        RecordPlace place,
        Instant time,
        @Nullable String sessionId,
        String reason,
        long index,
        @Nullable RawJson event,
        byte @Nullable [] value,
        Fingerprint fingerprint)
        implements Entry {

    static RejectedEvent of(ConsumerRecord<byte[], byte[]> record) {
        RecordPlace place = new RecordPlace(record.partition(), record.offset());
        Fingerprint fingerprint =
                Fingerprints.of(record.topic(), place, record.timestamp(), record.key(), record.value());
        Map<String, RawJson> fields = fields(record.value());
        RawJson event = fields.get("event");
        String error = string(fields, "error");
        return new RejectedEvent(
                place,
                time(string(fields, "rejected_at"), record.timestamp()),
                event == null ? null : string(fields(event), "session_id"),
                event == null || error == null ? "The record is not what ingest-api writes here" : error,
                index(fields.get("index")),
                event,
                record.value(),
                fingerprint);
    }

    /** The event's fields, in the order sent; empty if it is no object. */
    Map<String, RawJson> fields() {
        return event == null ? Map.of() : fields(event);
    }

    boolean isObject() {
        return event != null && event.kind() == JsonKind.OBJECT;
    }

    @Override
    public String origin() {
        return index < 0 ? "event" : "events[" + index + "]";
    }

    @Override
    public void describe(JsonObjectWriter json) {
        json.number("index", index);
        if (event != null) {
            json.raw("event", event);
        }
    }

    private static Map<String, RawJson> fields(RawJson value) {
        return fields(value.text().getBytes(UTF_8));
    }

    private static Map<String, RawJson> fields(byte @Nullable [] value) {
        if (value == null) {
            return Map.of();
        }
        try {
            return JsonReader.read(value, reader -> {
                if (reader.kind() == JsonKind.OBJECT) {
                    return reader.fields();
                }
                reader.value();
                return Map.of();
            });
        } catch (MalformedJsonException e) {
            return Map.of();
        }
    }

    private static @Nullable String string(Map<String, RawJson> fields, String name) {
        RawJson value = fields.get(name);
        return value == null ? null : value.string();
    }

    private static Instant time(@Nullable String rejectedAt, long timestamp) {
        try {
            return rejectedAt == null ? Instant.ofEpochMilli(timestamp) : Instant.parse(rejectedAt);
        } catch (DateTimeException e) {
            return Instant.ofEpochMilli(timestamp);
        }
    }

    private static long index(@Nullable RawJson index) {
        return index != null && index.text().matches("\\d{1,9}") ? Long.parseLong(index.text()) : -1;
    }
}
