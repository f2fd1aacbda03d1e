/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;

/** An answer in one piece, if it is short enough for that. */
final class WholeAnswer extends ByteArrayOutputStream {

    private static final int MAX_BYTES = 256 * 1024;
    private static final int EXPECTED_BYTES = 8 * 1024;

    /** Whether this thread is making one. */
    private static final ThreadLocal<Boolean> MAKING = ThreadLocal.withInitial(() -> false);

    private WholeAnswer() {
        super(EXPECTED_BYTES);
    }

    private static final class TooLongException extends RuntimeException {
        TooLongException() {
            super("longer than " + MAX_BYTES + " bytes", null, false, false);
        }
    }

    /** Empty where it is longer; what prevented it from being written is thrown. */
    static Optional<byte[]> of(StreamedAnswer.Body body) throws IOException {
        WholeAnswer out = new WholeAnswer();
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

    /** To be called before room is made for {@code bytes} of one value: where they are too long, it need not be read. */
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
