/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.redrive;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.cli.redrive.Entry.Fingerprint;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes {@link Fingerprint}s. */
public final class Fingerprints {

    private Fingerprints() {}

    /** @param timestamp of the record, in milliseconds since 1970 */
    public static Fingerprint of(
            String topic, RecordPlace place, long timestamp, byte @Nullable [] key, byte @Nullable [] value) {
        MessageDigest digest = sha256();
        add(digest, topic.getBytes(UTF_8));
        digest.update(ByteBuffer.allocate(Integer.BYTES + 2 * Long.BYTES)
                .putInt(place.partition())
                .putLong(place.offset())
                .putLong(timestamp)
                .flip());
        add(digest, key);
        add(digest, value);
        ByteBuffer bytes = ByteBuffer.wrap(digest.digest());
        return new Fingerprint(new UUID(bytes.getLong(), bytes.getLong()), topic, place);
    }

    private static void add(MessageDigest digest, byte @Nullable [] bytes) {
        digest.update(ByteBuffer.allocate(Integer.BYTES)
                .putInt(bytes == null ? -1 : bytes.length)
                .flip());
        if (bytes != null) {
            digest.update(bytes);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
