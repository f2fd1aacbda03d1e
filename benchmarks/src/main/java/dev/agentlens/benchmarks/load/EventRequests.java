/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/** POST /events with the next events of a stream, plain JSON. */
public record EventRequests(EventStream events, int batchSize) implements Requests {

    private static final byte[] OPEN = "{\"events\":[".getBytes(US_ASCII);
    private static final byte[] CLOSE = "]}".getBytes(US_ASCII);
    private static final int HEAD_BYTES = 160;

    @Override
    public int capacity() {
        return HEAD_BYTES + 64 + (int) (1.25 * batchSize * events.averageBytes()) + 8 * events.longest();
    }

    /** The head is right before the body; its length is known when the body is there. */
    @Override
    public int next(ByteBuffer into) {
        into.clear().position(HEAD_BYTES);
        into.put(OPEN);
        for (int i = 0; i < batchSize; i++) {
            if (i > 0) {
                into.put((byte) ',');
            }
            events.write(into);
        }
        into.put(CLOSE);
        int end = into.position();
        byte[] head = ("POST /events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: "
                        + (end - HEAD_BYTES) + "\r\n\r\n")
                .getBytes(US_ASCII);
        int start = HEAD_BYTES - head.length;
        into.put(start, head);
        into.position(start).limit(end);
        return batchSize;
    }
}
