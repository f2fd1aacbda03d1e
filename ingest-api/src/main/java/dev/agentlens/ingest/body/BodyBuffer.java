/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.body;

import java.util.Arrays;
import org.springframework.core.io.buffer.DataBuffer;

/** Bytes that come in parts, each of them taken from the budget before it is kept. */
final class BodyBuffer {

    /** Initial size: a client that declares a large body and sends nothing holds only this. */
    private static final int FIRST_BYTES = 16 * 1024;

    /** Growth factor: most bodies are moved once. */
    private static final int GROWTH = 8;

    private final int expected;
    private final BodyLimit limit;
    private final BufferBudget.Share share;
    private byte[] bytes;
    private int length;

    /** @param expected how many there will be, or at most */
    BodyBuffer(int expected, BodyLimit limit, BufferBudget.Share share) {
        this.expected = expected;
        this.limit = limit;
        this.share = share;
        this.bytes = new byte[Math.min(expected, FIRST_BYTES)];
    }

    void append(DataBuffer part) {
        int more = part.readableByteCount();
        if (more > limit.bytes() - length) {
            throw limit.exceeded();
        }
        share.take(more);
        if (more > bytes.length - length) {
            int grown = (int) Math.min(expected, (long) GROWTH * bytes.length);
            bytes = Arrays.copyOf(bytes, Math.max(grown, length + more));
        }
        part.read(bytes, length, more);
        length += more;
    }

    byte[] bytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }
}
