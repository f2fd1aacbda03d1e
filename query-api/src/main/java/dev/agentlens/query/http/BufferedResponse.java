/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/** A response that is complete in memory before it is sent, if it is short enough. */
final class BufferedResponse extends ByteArrayOutputStream {

    private static final int MAX_BYTES = 256 * 1024;
    private static final int EXPECTED_BYTES = 8 * 1024;

    /** Whether this thread is filling one. */
    private static final ThreadLocal<Boolean> MAKING = ThreadLocal.withInitial(() -> false);

    private BufferedResponse() {
        super(EXPECTED_BYTES);
    }

    private static final class TooLongException extends RuntimeException {
        TooLongException() {
            super("longer than " + MAX_BYTES + " bytes", null, false, false);
        }
    }

    /** Empty if it is longer. */
    static Optional<byte[]> of(StreamingResponse.Body body) throws IOException {
        BufferedResponse out = new BufferedResponse();
        MAKING.set(true);
        try {
            body.writeTo(out);
            return Optional.of(out.toByteArray());
        } catch (TooLongException e) {
            return Optional.empty();
        } finally {
            MAKING.remove();
        }
    }

    /** Call this before allocating {@code bytes} for one value: a value that is too long need not be read. */
    static void requireShort(long bytes) {
        if (MAKING.get() && bytes > MAX_BYTES) {
            throw new TooLongException();
        }
    }

    @Override
    public synchronized void write(int b) {
        requireRoom(1);
        super.write(b);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
        requireRoom(length);
        super.write(bytes, from, length);
    }

    private void requireRoom(int length) {
        if (length > MAX_BYTES - count) {
            throw new TooLongException();
        }
    }
}
