/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.agentlens.common.vocabulary.EventTimes;
import dev.agentlens.edge.error.ApiException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Function;
import java.util.zip.CRC32;

/**
 * A position in a list, as a client holds it: opaque, of letters that need no escaping in a URL. The bytes, before
 * base64url: a version, which also says of which list it is, the CRC-32 of that and of the place, the place.
 *
 * <p>The checksum finds accidents. A forged cursor names a place in what its client may read anyway.
 */
public final class CursorText {

    private static final int PLACE_AT = 1 + Integer.BYTES;

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private CursorText() {}

    public static String write(byte version, byte[] place) {
        return ENCODER.encodeToString(ByteBuffer.allocate(PLACE_AT + place.length)
                .put(version)
                .putInt(checksum(version, place))
                .put(place)
                .array());
    }

    /**
     * The place that {@link #write} was given.
     *
     * @param parameter that the text came in
     * @param place reads the place from its bytes; may throw what reading beyond their end does
     * @throws ApiException 400 if the text is no cursor of this version
     */
    public static <T> T read(byte version, String text, String parameter, Function<ByteBuffer, T> place) {
        try {
            byte[] cursor = Base64.getUrlDecoder().decode(text);
            if (cursor.length > PLACE_AT) {
                byte[] bytes = Arrays.copyOfRange(cursor, PLACE_AT, cursor.length);
                // Compared as text: a decoder forgives what is in the last bits and padding.
                if (write(version, bytes).equals(text)) {
                    return place.apply(ByteBuffer.wrap(bytes));
                }
            }
        } catch (IllegalArgumentException | BufferUnderflowException e) {
            // Not base64url, or not of our making: damaged like the others.
        }
        throw ApiException.badRequest("Invalid " + parameter + ": it is damaged, or of another list or version; send it"
                + " exactly as it came in next_" + parameter + ", or begin without it");
    }

    /** The version of a text that {@link #write} may have made; -1 if it is no such text. */
    public static int version(String text) {
        try {
            byte[] cursor = Base64.getUrlDecoder().decode(text);
            return cursor.length > PLACE_AT ? cursor[0] : -1;
        } catch (IllegalArgumentException e) {
            return -1;
        }
    }

    public static long micros(Instant time) {
        return Math.addExact(Math.multiplyExact(time.getEpochSecond(), 1_000_000L), time.getNano() / 1_000);
    }

    /** @throws IllegalArgumentException if no event can have this time */
    public static Instant time(long micros) {
        Instant time = Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        if (!EventTimes.include(time)) {
            throw new IllegalArgumentException("No event has the time " + time);
        }
        return time;
    }

    public static String rest(ByteBuffer place) {
        return text(place, place.remaining());
    }

    public static String text(ByteBuffer place, int length) {
        byte[] bytes = new byte[length];
        place.get(bytes);
        return new String(bytes, ISO_8859_1);
    }

    private static int checksum(byte version, byte[] place) {
        CRC32 crc = new CRC32();
        crc.update(version);
        crc.update(place);
        return (int) crc.getValue();
    }
}
