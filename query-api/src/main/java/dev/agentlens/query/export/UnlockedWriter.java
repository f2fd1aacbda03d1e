/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.export;

import java.io.IOException;
import java.io.Writer;

/**
 * A {@link java.io.BufferedWriter} for one thread. A row of CSV is a hundred short pieces, and taking a lock for each takes
 * longer than writing it.
 */
final class UnlockedWriter extends Writer {

    private static final int CAPACITY = 8_192;

    private final Writer out;
    private final char[] buffer = new char[CAPACITY];
    private int length;

    UnlockedWriter(Writer out) {
        this.out = out;
    }

    @Override
    public void write(int c) throws IOException {
        if (length == CAPACITY) {
            handOn();
        }
        buffer[length++] = (char) c;
    }

    @Override
    public void write(char[] text, int offset, int count) throws IOException {
        handOn();
        out.write(text, offset, count);
    }

    @Override
    public void write(String text, int offset, int count) throws IOException {
        int from = offset;
        int end = offset + count;
        while (from < end) {
            if (length == CAPACITY) {
                handOn();
            }
            int to = Math.min(end, from + CAPACITY - length);
            text.getChars(from, to, buffer, length);
            length += to - from;
            from = to;
        }
    }

    @Override
    public Writer append(char c) throws IOException {
        write(c);
        return this;
    }

    @Override
    public Writer append(CharSequence text) throws IOException {
        return append(text, 0, text.length());
    }

    @Override
    public Writer append(CharSequence text, int start, int end) throws IOException {
        write(text.toString(), start, end - start);
        return this;
    }

    private void handOn() throws IOException {
        out.write(buffer, 0, length);
        length = 0;
    }

    @Override
    public void flush() throws IOException {
        handOn();
        out.flush();
    }

    @Override
    public void close() throws IOException {
        flush();
        out.close();
    }
}
