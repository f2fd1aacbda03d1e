/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.cli.verify.EventRow.Texts;
import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvent.SessionEnded;
import dev.agentlens.common.event.AgentEvent.SessionStarted;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.event.AgentEventCodec;
import dev.agentlens.common.event.EventIdentity;
import dev.agentlens.common.json.RawJson;
import dev.agentlens.readmodel.fold.LoggedEvent;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A record of the log, or a letter of the dead-letter topic about one, in bytes that sort by session, event, partition
 * and offset, a letter before its record. Ids sort as PostgreSQL's collation "C" sorts them: by their UTF-8. Of the event
 * it holds what the fold needs; texts of any length, the metadata among them, are held as their hash.
 */
final class LogEntry {

    private static final byte LETTER = 0;
    private static final byte RECORD = 1;
    private static final int TEXTS = 5;

    /** Partition, offset, kind, content digest, which texts there are, their hashes. */
    private static final int FIXED_BYTES = 4 + 8 + 1 + 8 + 1 + TEXTS * TextHash.BYTES;

    private final byte[] bytes;
    private final int keyLength;

    LogEntry(byte[] bytes) {
        this.bytes = bytes;
        this.keyLength = endOfId(bytes, endOfId(bytes, 0));
    }

    static byte[] record(LoggedEvent logged) {
        return encode(logged, logged.partition(), logged.offset(), RECORD);
    }

    /** @param logged as the letter holds it; its own place is that of the letter */
    static byte[] letter(LoggedEvent logged, int originalPartition, long originalOffset) {
        return encode(logged, originalPartition, originalOffset, LETTER);
    }

    /** Neither id has a zero in it, so that the shorter of two sorts first where it begins the longer. */
    static byte[] key(String sessionId, String eventId) {
        return (sessionId + '\0' + eventId + '\0').getBytes(UTF_8);
    }

    private static byte[] encode(LoggedEvent logged, int partition, long offset, byte kind) {
        EventIdentity identity = logged.identity();
        byte[] key = key(identity.sessionId(), identity.eventId());
        byte[] event = AgentEventCodec.encode(stripped(logged.event()));
        ByteBuffer entry = ByteBuffer.allocate(key.length + FIXED_BYTES + event.length)
                .put(key)
                .putInt(partition)
                .putLong(offset)
                .put(kind)
                .putLong(logged.contentDigest());
        put(ExpectedEventRow.texts(logged.event()), entry);
        return entry.put(event).array();
    }

    private static AgentEvent stripped(AgentEvent event) {
        if (event instanceof SessionStarted e) {
            RawJson metadata = e.metadata();
            Map<String, RawJson> fields =
                    metadata == null ? Map.of() : Map.of("metadata", RawJson.ofString(hashOf(metadata)));
            return new SessionStarted(e.identity(), e.timestamp(), e.agentName(), fields);
        }
        if (event instanceof SessionEnded e) {
            return new SessionEnded(
                    e.identity(),
                    e.timestamp(),
                    e.agentName(),
                    e.endedAt(),
                    e.status(),
                    e.totalTokensIn(),
                    e.totalTokensOut(),
                    Map.of());
        }
        StepRecorded e = (StepRecorded) event;
        return new StepRecorded(
                e.identity(),
                e.eventType(),
                e.timestamp(),
                e.agentName(),
                e.model(),
                e.tokensIn(),
                e.tokensOut(),
                e.durationMs(),
                Map.of());
    }

    private static String hashOf(RawJson metadata) {
        return TextHash.of(metadata.text().getBytes(UTF_8)).hex();
    }

    private static void put(Texts texts, ByteBuffer entry) {
        TextHash[] hashes = {
            texts.inputData(), texts.outputData(), texts.toolCall(), texts.decisionTrace(), texts.extra()
        };
        int present = 0;
        for (int i = 0; i < TEXTS; i++) {
            present |= hashes[i] == null ? 0 : 1 << i;
        }
        entry.put((byte) present);
        for (TextHash hash : hashes) {
            entry.putLong(hash == null ? 0 : hash.value());
        }
    }

    private static int endOfId(byte[] bytes, int from) {
        int end = from;
        while (bytes[end] != 0) {
            end++;
        }
        return end + 1;
    }

    boolean isOf(byte[] key) {
        return Arrays.equals(bytes, 0, keyLength, key, 0, key.length);
    }

    byte[] key() {
        return Arrays.copyOf(bytes, keyLength);
    }

    int partition() {
        return fixed().getInt(keyLength);
    }

    long offset() {
        return fixed().getLong(keyLength + 4);
    }

    boolean isLetter() {
        return bytes[keyLength + 12] == LETTER;
    }

    long contentDigest() {
        return fixed().getLong(keyLength + 13);
    }

    /** Whether {@code record} is what this letter is about, and not one of another log that stood at the same place. */
    boolean isLetterAbout(LogEntry record) {
        int afterKind = keyLength + 13;
        return Arrays.equals(bytes, 0, afterKind - 1, record.bytes, 0, afterKind - 1)
                && Arrays.equals(bytes, afterKind, bytes.length, record.bytes, afterKind, record.bytes.length);
    }

    /** As the fold needs it: of metadata there is a JSON string with the {@link TextHash#hex()} of what was sent. */
    AgentEvent event() {
        return AgentEventCodec.decode(Arrays.copyOfRange(bytes, keyLength + FIXED_BYTES, bytes.length));
    }

    Texts texts() {
        return new Texts(text(0), text(1), text(2), text(3), text(4));
    }

    private @Nullable TextHash text(int index) {
        int presence = keyLength + 21;
        return (bytes[presence] & 1 << index) == 0
                ? null
                : new TextHash(fixed().getLong(presence + 1 + index * TextHash.BYTES));
    }

    private ByteBuffer fixed() {
        return ByteBuffer.wrap(bytes);
    }
}
