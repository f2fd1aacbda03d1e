/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.validation;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.common.json.RawJson;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * SHA-256 over an event's content as it was sent, before any default was put in: the same for a resend, whatever the
 * order of its fields and its white space. In lower-case hexadecimal digits.
 */
record ContentDigest(String hex) {

    /** Long enough to distinguish two contents, short enough for a header. */
    private static final int SHORT_DIGITS = 16;

    private static final int ID_DIGITS = 32;

    private static final MessageDigest SHA_256 = findSha256();

    /** Of all fields but the event id: that is no content, and a client may send an empty one. */
    static ContentDigest of(Map<String, RawJson> fields) {
        List<Map.Entry<String, RawJson>> sorted = new ArrayList<>(fields.entrySet());
        sorted.sort(Map.Entry.comparingByKey());
        MessageDigest digest = sha256();
        String before = "";
        for (Map.Entry<String, RawJson> field : sorted) {
            if (!field.getKey().equals("event_id")) {
                digest.update((before + field.getKey() + '\0').getBytes(UTF_8));
                field.getValue().updateDigest(digest);
                before = "\0";
            }
        }
        digest.update(before.getBytes(UTF_8));
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
