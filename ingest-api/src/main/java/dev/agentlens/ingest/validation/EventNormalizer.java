/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.validation;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvent.SessionEnded;
import dev.agentlens.common.event.AgentEvent.SessionStarted;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.event.EventIdentity;
import dev.agentlens.common.event.EventKind;
import dev.agentlens.common.event.SessionStatus;
import dev.agentlens.common.event.TypedFields;
import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.common.text.ShortText;
import dev.agentlens.common.vocabulary.SessionIdForm;
import dev.agentlens.ingest.validation.ValidationResult.Accepted;
import dev.agentlens.ingest.validation.ValidationResult.Rejected;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Validates each event of a batch on its own, and settles its identity, type, times and numbers once, so that all replays
 * agree. The rules are those of the API reference, "Event fields". A function of its arguments alone.
 */
public final class EventNormalizer {

    private static final int MAX_TYPE_LENGTH = 64;
    private static final int MAX_DEPTH = 500;

    private final long maxEventBytes;

    /** @param maxEventBytes of one event's JSON without white space; a larger one is rejected */
    public EventNormalizer(long maxEventBytes) {
        this.maxEventBytes = maxEventBytes;
    }

    /** @param index of the event in its batch, from 0 */
    public ValidationResult normalize(RawJson sent, int index, Receipt receipt) {
        try {
            return accept(fieldsOf(sent), index, receipt);
        } catch (RejectedEventException e) {
            return new Rejected(index, sentEventId(sent), e.message(), sent);
        }
    }

    private static Accepted accept(Map<String, RawJson> fields, int index, Receipt receipt) {
        String sessionId = sessionId(fields.get("session_id"));
        String eventType = eventType(fields.get("event_type"));
        String givenId = eventId(fields.get("event_id"));
        ContentDigest content = ContentDigest.of(fields);
        String eventId = givenId != null ? givenId : deriveEventId(eventType, fields, content, index, receipt);

        FieldNormalizer normalizer = new FieldNormalizer(index, fields, EventKind.of(eventType));
        warnOfRemoved("event_type", fields.get("event_type"), eventType, normalizer);
        if (givenId != null) {
            warnOfRemoved("event_id", fields.get("event_id"), givenId, normalizer);
        }
        AgentEvent event = typed(new EventIdentity(sessionId, eventId), eventType, normalizer, receipt.receivedAt());
        return new Accepted(event, content.shortHex(), normalizer.warnings());
    }

    private static void warnOfRemoved(String name, @Nullable RawJson sent, String clean, FieldNormalizer normalizer) {
        // As long as it was sent: nothing was removed, and nothing needs to be decoded again.
        if (sent != null && sent.length() != clean.length() + 2) {
            String text = sent.string();
            normalizer.warnOfRemoved(name, text == null ? clean : text, clean);
        }
    }

    private static AgentEvent typed(
            EventIdentity identity, String eventType, FieldNormalizer normalize, Instant receivedAt) {
        EventKind kind = EventKind.of(eventType);
        boolean isEnd = kind == EventKind.END;
        Instant endedAt = normalize.time("ended_at", isEnd ? "the timestamp was used" : "it was left out");
        // A session_end usually carries its end and no timestamp; the time of receipt would be after the end.
        Instant timestamp = isEnd && endedAt != null
                ? firstOf(normalize.time("timestamp", "ended_at was used"), endedAt)
                : firstOf(normalize.time("timestamp", "the time of receipt was used"), receivedAt);
        if (kind == EventKind.STEP) {
            normalize.warnOfUsage(eventType);
        }
        TypedFields typed = normalize.typed();
        return switch (kind) {
            case START -> new SessionStarted(identity, timestamp, typed, normalize.others());
            case END -> {
                SessionStatus status = normalize.status();
                yield new SessionEnded(
                        identity, timestamp, typed, firstOf(endedAt, timestamp), status, normalize.others());
            }
            case STEP -> new StepRecorded(identity, eventType, timestamp, typed, normalize.others());
        };
    }

    private static Instant firstOf(@Nullable Instant given, Instant otherwise) {
        return given == null ? otherwise : given;
    }

    private Map<String, RawJson> fieldsOf(RawJson sent) {
        if (sent.kind() != JsonKind.OBJECT) {
            throw new RejectedEventException(
                    "An event must be an object, not " + sent.kind().described());
        }
        if (sent.length() > maxEventBytes) {
            throw new RejectedEventException("The event has " + sent.length() + " bytes; at most " + maxEventBytes
                    + " are allowed (AGENTLENS_INGEST_MAX_EVENT_SIZE)");
        }
        Map<String, RawJson> fields = sent.fields();
        fields.forEach((name, value) -> {
            if (value.depth() > MAX_DEPTH) {
                throw new RejectedEventException(abbreviate(name) + " is nested " + value.depth()
                        + " levels deep; at most " + MAX_DEPTH + " are allowed");
            }
        });
        return fields;
    }

    private static String sessionId(@Nullable RawJson sent) {
        if (isAbsentOrEmpty(sent)) {
            return "unknown";
        }
        String sessionId = requireString("session_id", sent);
        if (!SessionIdForm.matches(sessionId)) {
            throw new RejectedEventException(
                    "session_id must be 1 to 128 characters of A-Z a-z 0-9 _ - . : and not " + quoted(sessionId));
        }
        return sessionId;
    }

    private static String eventType(@Nullable RawJson sent) {
        if (sent == null || sent.isNull()) {
            return "generic";
        }
        String eventType = ShortText.clean(requireString("event_type", sent));
        if (eventType.isEmpty() || ShortText.length(eventType) > MAX_TYPE_LENGTH) {
            throw new RejectedEventException(
                    "event_type must have 1 to " + MAX_TYPE_LENGTH + " characters, not " + ShortText.length(eventType));
        }
        return eventType;
    }

    private static @Nullable String eventId(@Nullable RawJson sent) {
        if (isAbsentOrEmpty(sent)) {
            return null;
        }
        String eventId = ShortText.clean(requireString("event_id", sent));
        if (ShortText.length(eventId) > EventIdentity.MAX_EVENT_ID_LENGTH) {
            throw new RejectedEventException("event_id must have 1 to " + EventIdentity.MAX_EVENT_ID_LENGTH
                    + " characters, not " + ShortText.length(eventId));
        }
        // Of control characters alone nothing is left.
        return eventId.isEmpty() ? null : eventId;
    }

    /** The same for a resend of the same event wherever the contract asks for it, else new. */
    private static String deriveEventId(
            String eventType, Map<String, RawJson> fields, ContentDigest content, int index, Receipt receipt) {
        if (receipt.idempotencyKey() != null) {
            return ContentDigest.of(receipt.idempotencyKey(), index).asEventId("key");
        }
        if (!isAbsentOrEmpty(fields.get("span_id"))
                || eventType.equals(AgentEvent.SESSION_START)
                || eventType.equals(AgentEvent.SESSION_END)) {
            return content.asEventId("content");
        }
        if (receipt.deliveryId() != null) {
            return ContentDigest.of(receipt.deliveryId(), index).asEventId("delivery");
        }
        return receipt.newId().get().toString();
    }

    private static @Nullable String sentEventId(RawJson sent) {
        RawJson eventId = sent.field("event_id");
        String text = eventId == null ? null : eventId.string();
        return text == null ? null : abbreviate(text);
    }

    private static boolean isAbsentOrEmpty(@Nullable RawJson value) {
        return value == null || value.isNull() || "".equals(value.string());
    }

    private static String requireString(String name, @Nullable RawJson value) {
        String text = value == null ? null : value.string();
        if (text == null) {
            throw new RejectedEventException(
                    name + " must be a string, not " + (value == null ? JsonKind.NULL : value.kind()).described());
        }
        return text;
    }

    private static String quoted(String text) {
        int length = ShortText.length(text);
        return "'" + abbreviate(text) + "'" + (length > 128 ? " (" + length + " characters)" : "");
    }

    private static String abbreviate(String text) {
        String clean = ShortText.clean(text);
        return ShortText.length(clean) <= 300 ? clean : ShortText.cut(clean, 300) + "…";
    }
}
