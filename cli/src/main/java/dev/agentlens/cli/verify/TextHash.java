/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/**
 * Stands for a text of any length: the first 8 bytes of the SHA-256 of its UTF-8. PostgreSQL computes it where the text is,
 * so that no payload has to be held here.
 */
record TextHash(long value) {

    static final int BYTES = 8;

    static TextHash of(byte[] utf8) {
        MessageDigest digest = sha256();
        digest.update(utf8);
        return of(digest);
    }

    static TextHash of(MessageDigest digest) {
        return new TextHash(ByteBuffer.wrap(digest.digest()).getLong());
    }

    /** @param hash as the database cut it; null where the column is null */
    static @Nullable TextHash read(byte @Nullable [] hash) {
        return hash == null ? null : new TextHash(ByteBuffer.wrap(hash).getLong());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "sha256:" + hex();
    }

    /** 16 digits. */
    String hex() {
        return String.format("%016x", value);
    }
}
