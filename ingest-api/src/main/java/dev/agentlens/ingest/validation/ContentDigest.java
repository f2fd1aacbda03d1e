/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.validation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.common.json.RawJson;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;

/**
 * SHA-256 over an event's content as it was sent, before any default was put in: the same for a resend, whatever the
 * order of its fields and its white space. In lower-case hexadecimal digits.
 */
record ContentDigest(String hex) {

    /** Long enough to distinguish two contents, short enough for a header. */
    private static final int SHORT_DIGITS = 16;

    private static final int ID_DIGITS = 32;

    /** After each name and each value. */
    private static final byte END = 0;

    private static final MessageDigest SHA_256 = findSha256();

    /** Of all fields but the event id: that is no content, and a client may send an empty one. */
    static ContentDigest of(Map<String, RawJson> fields) {
        String[] names = fields.keySet().toArray(String[]::new);
        Arrays.sort(names);
        MessageDigest digest = sha256();
        for (String name : names) {
            if (!name.equals("event_id")) {
                digest.update(name.getBytes(UTF_8));
                digest.update(END);
                Objects.requireNonNull(fields.get(name)).updateDigest(digest);
                digest.update(END);
            }
        }
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

    // Looking for an implementation takes longer than copying one.
    private static MessageDigest sha256() {
        try {
            return (MessageDigest) SHA_256.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("The JVM's SHA-256 can be copied", e);
        }
    }

    private static MessageDigest findSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
