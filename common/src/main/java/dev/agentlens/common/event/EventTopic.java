/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.event;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The topics, and the key and headers of an event's record. A record's key is the session id in UTF-8, so that a
 * session's events stay in order; its headers are those of CloudEvents 1.0's Kafka binding in binary mode.
 */
public final class EventTopic {

    /** Every accepted event, one a record; version 1 of the contract changes by addition only. */
    public static final String EVENTS = "agentlens.events.v1";

    /** Events that the ingest API refused, each with its reason. */
    public static final String REJECTED = "agentlens.rejected.v1";

    /** Records of {@link #EVENTS} that no projection can read. */
    public static final String DEAD_LETTERS = EVENTS + "-dlt";

    /** The latest state of each session, compacted: derived from {@link #EVENTS}, for those who want no events. */
    public static final String SESSIONS = "agentlens.sessions.v1";

    /** The value's schema; absent means version 1. */
    public static final String SCHEMA_HEADER = "ce_dataschema";

    public static final String SCHEMA = "urn:agentlens:agent-event:v1";

    /**
     * Digest of the event as its client sent it, in 16 hexadecimal digits: distinguishes a duplicate from a conflict.
     */
    public static final String DIGEST_HEADER = "agentlens-digest";

    /** The record's type: {@code dev.agentlens.} and the event's type. */
    public static final String TYPE_HEADER = "ce_type";

    // The same in every record, and never written to.
    private static final byte[] SPEC_VERSION = "1.0".getBytes(UTF_8);
    private static final byte[] SCHEMA_VALUE = SCHEMA.getBytes(UTF_8);
    private static final byte[] CONTENT_TYPE = "application/json".getBytes(UTF_8);

    /**
     * The {@code ce_type} of a record without a value: the session of its key is erased. None of its events counts any more,
     * whether it is before or after in the log.
     */
    public static final String SESSION_ERASED = "dev.agentlens.session_erased";

    private EventTopic() {}

    /** Header names and UTF-8 values of a record that erases a session. @param id of the record, new for each */
    public static Map<String, byte[]> erasureHeaders(String sessionId, String id, Instant now) {
        Map<String, byte[]> headers = new LinkedHashMap<>();
        headers.put("ce_specversion", SPEC_VERSION);
        headers.put("ce_id", id.getBytes(UTF_8));
        headers.put("ce_source", ("/sessions/" + sessionId).getBytes(UTF_8));
        headers.put(TYPE_HEADER, SESSION_ERASED.getBytes(UTF_8));
        headers.put("ce_subject", key(sessionId));
        headers.put("ce_time", WireTime.text(now).getBytes(UTF_8));
        return headers;
    }

    public static byte[] key(String sessionId) {
        return sessionId.getBytes(UTF_8);
    }

    /** Header names and UTF-8 values, in the order to write them. */
    public static Map<String, byte[]> headers(AgentEvent event, String digest) {
        Map<String, byte[]> headers = new LinkedHashMap<>();
        EventIdentity identity = event.identity();
        headers.put("ce_specversion", SPEC_VERSION);
        headers.put("ce_id", identity.eventId().getBytes(UTF_8));
        headers.put("ce_source", ("/sessions/" + identity.sessionId()).getBytes(UTF_8));
        headers.put(TYPE_HEADER, ("dev.agentlens." + event.eventType()).getBytes(UTF_8));
        headers.put("ce_subject", key(identity.sessionId()));
        headers.put("ce_time", WireTime.text(event.timestamp()).getBytes(UTF_8));
        headers.put(SCHEMA_HEADER, SCHEMA_VALUE);
        headers.put("content-type", CONTENT_TYPE);
        headers.put(DIGEST_HEADER, digest.getBytes(UTF_8));
        return headers;
    }
}
