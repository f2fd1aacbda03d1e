/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;

/** Whether bytes are UTF-8 (RFC 3629): Jackson skips over strings without looking, PostgreSQL and Kafka's readers do. */
final class Utf8 {

    private static final int CHUNK = 8192;

    private Utf8() {}

    static int byteOrderMarkLength(byte[] bytes) {
        return bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF
                ? 3
                : 0;
    }

    /** @throws MalformedJsonException naming the offset of the first byte at fault */
    static void requireValid(byte[] bytes) {
        // The decoder's default is to report, not to replace.
        CharsetDecoder decoder = UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(Math.min(CHUNK, bytes.length + 1));
        CoderResult result;
        do {
            result = decoder.decode(in, out.clear(), true);
        } while (result.isOverflow());
        if (result.isError()) {
            throw new MalformedJsonException("Malformed JSON: not UTF-8 at byte " + in.position());
        }
    }
}
