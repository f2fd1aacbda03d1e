/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEventCodec;
import dev.agentlens.common.event.EventTopic;
import dev.agentlens.common.event.MalformedEventException;
import dev.agentlens.common.vocabulary.SessionIdForm;
import dev.agentlens.readmodel.fold.LoggedEvent;
import dev.agentlens.readmodel.fold.SessionErasure;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Decodes records to events. Anyone may write to the topic, so every part of a record is validated. */
public final class RecordDecoder {

    private static final int DIGEST_LENGTH = 16;

    private RecordDecoder() {}

    /** @throws MalformedEventException if the record is not a version 1 event under its session's key */
    public static LoggedEvent decode(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
        if (record instanceof EventRecord known) {
            return new LoggedEvent(known.event(), record.partition(), record.offset(), known.contentDigest());
        }
        String schema = header(record, EventTopic.SCHEMA_HEADER);
        if (schema != null && !schema.equals(EventTopic.SCHEMA)) {
            throw new MalformedEventException("The record is of the unknown version " + schema);
        }
        byte[] value = record.value();
        if (value == null) {
            throw new MalformedEventException("The record has no value");
        }
        AgentEvent event = AgentEventCodec.decode(value);
        if (!Arrays.equals(record.key(), EventTopic.key(event.identity().sessionId()))) {
            throw new MalformedEventException("The record's key is not its session_id");
        }
        return new LoggedEvent(event, record.partition(), record.offset(), digest(record, value));
    }

    /** The erasure in the record; empty if it is another kind of record or names no session. */
    public static Optional<SessionErasure> erasure(ConsumerRecord<byte @Nullable [], byte @Nullable []> record) {
        byte[] key = record.key();
        if (record instanceof EventRecord
                || record.value() != null
                || key == null
                || !EventTopic.SESSION_ERASED.equals(header(record, EventTopic.TYPE_HEADER))) {
            return Optional.empty();
        }
        String sessionId = new String(key, UTF_8);
        return SessionIdForm.matches(sessionId)
                ? Optional.of(new SessionErasure(sessionId, record.partition(), record.offset()))
                : Optional.empty();
    }

    /** An external producer may leave the digest out. The value is then digested instead. */
    private static long digest(ConsumerRecord<?, ?> record, byte[] value) {
        String digest = header(record, EventTopic.DIGEST_HEADER);
        if (digest == null) {
            return ByteBuffer.wrap(sha256(value)).getLong();
        }
        if (digest.length() == DIGEST_LENGTH) {
            try {
                return HexFormat.fromHexDigitsToLong(digest);
            } catch (NumberFormatException e) {
                // As if it were too long.
            }
        }
        throw new MalformedEventException(
                "The header " + EventTopic.DIGEST_HEADER + " must have 16 hexadecimal digits");
    }

    private static @Nullable String header(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }

    private static byte[] sha256(byte[] value) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(value);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
