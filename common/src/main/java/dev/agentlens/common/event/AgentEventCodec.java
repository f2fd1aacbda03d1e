/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.event;

import dev.agentlens.common.event.AgentEvent.SessionEnded;
import dev.agentlens.common.event.AgentEvent.SessionStarted;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.JsonObjectWriter;
import dev.agentlens.common.json.JsonReader;
import dev.agentlens.common.json.MalformedJsonException;
import dev.agentlens.common.json.RawJson;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/**
 * An event's wire form, the value of a record in {@link EventTopic#EVENTS}: one JSON object in one line, the typed
 * fields first and every other field after them as it was sent. Fields without a value are left out: absent tokens mean
 * 0, any other absent field null. {@code decode(encode(event))} equals {@code event}.
 */
public final class AgentEventCodec {

    private static final int TYPED_FIELDS_BYTES = 320;

    private AgentEventCodec() {}

    public static byte[] encode(AgentEvent event) {
        JsonObjectWriter json = new JsonObjectWriter(expectedLength(event.fields()))
                .string("event_id", event.identity().eventId())
                .string("session_id", event.identity().sessionId())
                .string("event_type", event.eventType())
                .string("timestamp", WireTime.text(event.timestamp()));
        if (event instanceof SessionEnded end) {
            json.string("ended_at", WireTime.text(end.endedAt()))
                    .string("status", end.status().wireName());
        }
        for (EventField field : EventField.of(EventKind.of(event.eventType()))) {
            write(field, event.typed(), json);
        }
        return json.raw(event.fields()).bytes();
    }

    /** @throws MalformedEventException if the value is not an event of version 1; unknown fields are no fault */
    public static AgentEvent decode(byte[] value) {
        return fromFields(parse(value));
    }

    /**
     * The event that these fields of its wire form describe. Takes the typed fields out of {@code fields} and keeps the
     * rest of it.
     *
     * @throws MalformedEventException as {@link #decode} does
     */
    public static AgentEvent fromFields(Map<String, RawJson> fields) {
        FieldReader take = new FieldReader(fields);
        EventIdentity identity = new EventIdentity(take.sessionId(), take.eventId());
        String eventType = take.requiredText("event_type", 64);
        Instant timestamp = take.requiredTime("timestamp");
        EventKind kind = EventKind.of(eventType);
        TypedFields typed = take.typed(kind);
        return switch (kind) {
            case START -> new SessionStarted(identity, timestamp, typed, fields);
            case END ->
                new SessionEnded(
                        identity,
                        timestamp,
                        typed,
                        take.requiredTime("ended_at"),
                        SessionStatus.ofEnd(take.text("status", 64)),
                        fields);
            case STEP -> new StepRecorded(identity, eventType, timestamp, typed, fields);
        };
    }

    private static int expectedLength(Map<String, RawJson> fields) {
        int length = TYPED_FIELDS_BYTES;
        for (Map.Entry<String, RawJson> field : fields.entrySet()) {
            length += field.getKey().length() + field.getValue().length() + 4;
        }
        return length;
    }

    private static void write(EventField field, TypedFields typed, JsonObjectWriter json) {
        switch (field.type()) {
            case TEXT -> {
                String text = typed.text(field);
                if (text != null) {
                    json.string(field.wireName(), text);
                }
            }
            case COUNT -> {
                long count = typed.count(field);
                if (count > 0) {
                    json.number(field.wireName(), count);
                }
            }
            case MILLISECONDS -> {
                BigDecimal milliseconds = typed.milliseconds(field);
                if (milliseconds != null) {
                    json.number(field.wireName(), milliseconds.toPlainString());
                }
            }
        }
    }

    private static Map<String, RawJson> parse(byte[] value) {
        try {
            return JsonReader.read(value, reader -> {
                if (reader.kind() != JsonKind.OBJECT) {
                    // Read first, so that malformed JSON is reported as such.
                    throw new MalformedEventException("The value must be a JSON object, not "
                            + reader.value().kind().described());
                }
                return reader.fields();
            });
        } catch (MalformedJsonException e) {
            throw new MalformedEventException(e.message());
        }
    }
}
