/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.batch;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEventCodec;
import dev.agentlens.common.event.EventIdentity;
import dev.agentlens.common.event.SessionStatus;
import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.common.text.ShortText;
import dev.agentlens.ingest.batch.Judged.Accepted;
import dev.agentlens.ingest.batch.Judged.Rejected;
import dev.agentlens.ingest.batch.SentEvent.SentObject;
import dev.agentlens.ingest.batch.SentEvent.SentOther;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Judges each event of a batch on its own, and settles its identity, type, times and numbers once, so that all replays
 * agree. The rules are those of the API reference, "Event fields". A function of its arguments alone.
 */
public final class EventNormalizer {

    private static final int MAX_TYPE_LENGTH = 64;
    private static final int MAX_DEPTH = 500;
    private static final List<String> JSON_FIELDS =
            List.of("input_data", "output_data", "tool_call", "decision_trace", "metadata");

    private final long maxEventBytes;

    /** @param maxEventBytes of one event's JSON without white space; a larger one is rejected */
    public EventNormalizer(long maxEventBytes) {
        this.maxEventBytes = maxEventBytes;
    }

    /** @param index of the event in its batch, from 0 */
    public Judged normalize(SentEvent sent, int index, Receipt receipt) {
        try {
            return accept(fieldsOf(sent), index, receipt);
        } catch (RejectedEventException e) {
            return new Rejected(index, sentEventId(sent), e.message(), sent);
        }
    }

    private static Accepted accept(Map<String, RawJson> sent, int index, Receipt receipt) {
        Map<String, RawJson> fields = new LinkedHashMap<>(sent);
        fields.put("session_id", RawJson.ofString(sessionId(sent.get("session_id"))));
        String eventType = eventType(sent.get("event_type"));
        fields.put("event_type", RawJson.ofString(eventType));
        ContentDigest content = ContentDigest.of(contentOf(sent));
        String givenId = eventId(sent.get("event_id"));
        String eventId = givenId != null ? givenId : deriveEventId(eventType, sent, content, index, receipt);
        fields.put("event_id", RawJson.ofString(eventId));
        JSON_FIELDS.forEach(name -> fields.computeIfPresent(name, (n, value) -> value.isNull() ? null : value));

        FieldMender mend = new FieldMender(index, fields, receipt.receivedAt());
        mend.time("timestamp");
        mend.time("ended_at");
        mend.text("agent_name", 256);
        mend.text("model", 128);
        mend.count("tokens_in");
        mend.count("tokens_out");
        mend.count("total_tokens_in");
        mend.count("total_tokens_out");
        mend.milliseconds("duration_ms");
        settleEnd(eventType, fields);
        fields.putIfAbsent("timestamp", RawJson.ofString(receipt.receivedAt().toString()));
        if (eventType.equals(AgentEvent.SESSION_END)) {
            fields.putIfAbsent("ended_at", fields.get("timestamp"));
        }
        return new Accepted(AgentEventCodec.fromFields(fields), content.shortHex(), mend.warnings());
    }

    private static void settleEnd(String eventType, Map<String, RawJson> fields) {
        if (!eventType.equals(AgentEvent.SESSION_END)) {
            return;
        }
        RawJson declared = fields.get("status");
        SessionStatus status = SessionStatus.ofEnd(declared == null ? null : declared.string());
        fields.put("status", RawJson.ofString(status.wireName()));
        // A session_end usually carries its end and no timestamp; the time of receipt would set it after itself.
        RawJson endedAt = fields.get("ended_at");
        if (endedAt != null) {
            fields.putIfAbsent("timestamp", endedAt);
        }
    }

    private Map<String, RawJson> fieldsOf(SentEvent sent) {
        if (sent instanceof SentOther other) {
            throw new RejectedEventException(
                    "An event must be an object, not " + other.value().kind().described());
        }
        SentObject object = (SentObject) sent;
        if (object.size() > maxEventBytes) {
            throw new RejectedEventException("The event has " + object.size() + " bytes; at most " + maxEventBytes
                    + " are allowed (AGENTLENS_INGEST_MAX_EVENT_SIZE)");
        }
        object.fields().forEach((name, value) -> {
            if (value.depth() > MAX_DEPTH) {
                throw new RejectedEventException(abbreviate(name) + " is nested " + value.depth()
                        + " levels deep; at most " + MAX_DEPTH + " are allowed");
            }
        });
        return object.fields();
    }

    private static String sessionId(@Nullable RawJson sent) {
        if (isAbsentOrEmpty(sent)) {
            return "unknown";
        }
        String sessionId = requireString("session_id", sent);
        if (!EventIdentity.isSessionId(sessionId)) {
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
        if (eventId.isEmpty() || ShortText.length(eventId) > EventIdentity.MAX_EVENT_ID_LENGTH) {
            throw new RejectedEventException("event_id must have 1 to " + EventIdentity.MAX_EVENT_ID_LENGTH
                    + " characters, not " + ShortText.length(eventId));
        }
        return eventId;
    }

    /** The same for a resend of the same event wherever the contract asks for it, else new. */
    private static String deriveEventId(
            String eventType, Map<String, RawJson> sent, ContentDigest content, int index, Receipt receipt) {
        if (receipt.idempotencyKey() != null) {
            return ContentDigest.of(receipt.idempotencyKey(), index).asEventId("key");
        }
        RawJson spanId = sent.get("span_id");
        boolean ofSpan = spanId != null && !spanId.isNull();
        if (ofSpan || eventType.equals(AgentEvent.SESSION_START) || eventType.equals(AgentEvent.SESSION_END)) {
            return content.asEventId("content");
        }
        return receipt.newId().get().toString();
    }

    /** Session, type and span stand among the fields; an empty id is no content. */
    private static Map<String, RawJson> contentOf(Map<String, RawJson> sent) {
        Map<String, RawJson> content = new LinkedHashMap<>(sent);
        content.remove("event_id");
        return content;
    }

    private static @Nullable String sentEventId(SentEvent sent) {
        RawJson eventId = sent instanceof SentObject object ? object.fields().get("event_id") : null;
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
