/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.common.json.RawJson;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * SHA-256 over an event's content as it was sent, before any default was put in: the same for a resend, whatever the
 * order of its fields and its white space. In lower-case hexadecimal digits.
 */
record ContentDigest(String hex) {

    /** Enough to tell two contents apart, short enough for a header. */
    private static final int SHORT_DIGITS = 16;

    private static final int ID_DIGITS = 32;

    static ContentDigest of(Map<String, RawJson> fields) {
        MessageDigest digest = sha256();
        new TreeMap<>(fields).forEach((name, value) -> {
            digest.update(name.getBytes(UTF_8));
            digest.update((byte) 0);
            value.updateDigest(digest);
            digest.update((byte) 0);
        });
        return new ContentDigest(HexFormat.of().formatHex(digest.digest()));
    }

    static ContentDigest of(String idempotencyKey, int index) {
        byte[] content = (index + "\n" + idempotencyKey).getBytes(UTF_8);
        return new ContentDigest(HexFormat.of().formatHex(sha256().digest(content)));
    }

    String shortHex() {
        return hex.substring(0, SHORT_DIGITS);
    }

    /** An event id that says what it was derived from. */
    String asEventId(String origin) {
        return origin + "-" + hex.substring(0, ID_DIGITS);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
