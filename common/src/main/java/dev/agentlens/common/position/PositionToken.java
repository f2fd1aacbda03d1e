/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.position;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * A {@link LogPosition} as a client holds it: opaque, of letters that need no escaping in a URL or a header. It does
 * not contain the topic's id. It is not signed: a client that forges one only waits for, or reads from, a place of its
 * own choice.
 *
 * <p>The bytes, before base64url: version, CRC-32 of what follows and of the version, a fingerprint of the log, and for
 * each partition in ascending order its distance to the one before and its next offset, as LEB128 varints. The checksum
 * distinguishes a damaged token from one of another log.
 *
 * @param text the token
 */
public record PositionToken(String text) {

    private static final byte VERSION = 2;
    private static final int CHECKSUM_AT = 1;
    private static final int FINGERPRINT_AT = CHECKSUM_AT + 4;
    private static final int FINGERPRINT_BYTES = 4;
    private static final int OFFSETS_AT = FINGERPRINT_AT + FINGERPRINT_BYTES;
    private static final int MAX_VARINT_BYTES = 9;

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    /** @throws DamagedPositionException if the text is no token of any log */
    public PositionToken {
        decode(text);
    }

    public static PositionToken of(LogPosition position) {
        byte[] offsets = write(position.nextOffsets());
        byte[] token = ByteBuffer.allocate(OFFSETS_AT + offsets.length)
                .put(VERSION)
                .putInt(0)
                .put(fingerprint(position.topicId()))
                .put(offsets)
                .array();
        ByteBuffer.wrap(token).putInt(CHECKSUM_AT, checksum(token));
        return new PositionToken(ENCODER.encodeToString(token));
    }

    /** Whether it is a position of the log with this topic id. */
    public boolean isOf(String topicId) {
        return Arrays.equals(Arrays.copyOfRange(decode(text), FINGERPRINT_AT, OFFSETS_AT), fingerprint(topicId));
    }

    /**
     * The position, of the log with this topic id.
     *
     * @throws DamagedPositionException if the token is of another log
     */
    public LogPosition in(String topicId) {
        if (!isOf(topicId)) {
            throw new DamagedPositionException("The token is of another log");
        }
        byte[] token = decode(text);
        return new LogPosition(topicId, read(ByteBuffer.wrap(token, OFFSETS_AT, token.length - OFFSETS_AT)));
    }

    private static byte[] decode(String text) {
        byte[] token;
        try {
            token = Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new DamagedPositionException("The token is not base64url");
        }
        // A decoder forgives what is in the last bits and padding.
        if (!ENCODER.encodeToString(token).equals(text)) {
            throw new DamagedPositionException("The token is not base64url as it is written");
        }
        if (token.length < OFFSETS_AT
                || token[0] != VERSION
                || ByteBuffer.wrap(token).getInt(CHECKSUM_AT) != checksum(token)) {
            throw new DamagedPositionException("The token is cut off or changed");
        }
        return token;
    }

    private static int checksum(byte[] token) {
        CRC32 crc = new CRC32();
        crc.update(token, 0, CHECKSUM_AT);
        crc.update(token, FINGERPRINT_AT, token.length - FINGERPRINT_AT);
        return (int) crc.getValue();
    }

    private static byte[] fingerprint(String topicId) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return Arrays.copyOf(
                    sha256.digest(("agentlens position of " + topicId).getBytes(UTF_8)), FINGERPRINT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }

    private static byte[] write(Map<Integer, Long> nextOffsets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int previous = 0;
        for (Map.Entry<Integer, Long> entry : new TreeMap<>(nextOffsets).entrySet()) {
            varint(entry.getKey() - previous, out);
            varint(entry.getValue(), out);
            previous = entry.getKey();
        }
        return out.toByteArray();
    }

    private static Map<Integer, Long> read(ByteBuffer offsets) {
        Map<Integer, Long> nextOffsets = new HashMap<>();
        long partition = 0;
        while (offsets.hasRemaining()) {
            partition += varint(offsets);
            if (partition > Integer.MAX_VALUE) {
                throw new DamagedPositionException("The token names a partition that cannot be");
            }
            nextOffsets.put((int) partition, varint(offsets));
        }
        return nextOffsets;
    }

    private static void varint(long value, ByteArrayOutputStream out) {
        long rest = value;
        while (rest >= 0x80) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    /** At least 0 and below 2^63. */
    private static long varint(ByteBuffer in) {
        long value = 0;
        for (int i = 0; i < MAX_VARINT_BYTES && in.hasRemaining(); i++) {
            byte next = in.get();
            value |= (long) (next & 0x7f) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw new DamagedPositionException("The token ends in the middle of a number");
    }
}
