/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.export;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The lines of a file, as bytes. */
final class Lines implements AutoCloseable {

    private static final int BUFFER = 256 * 1024;

    private final InputStream in;
    private byte[] buffer = new byte[BUFFER];
    private int start;
    private int end;
    private boolean ended;

    Lines(Path file) throws IOException {
        in = Files.newInputStream(file);
    }

    /** Without its line feed; null at the end. */
    byte @Nullable [] next() throws IOException {
        int searched = start;
        while (true) {
            for (int i = searched; i < end; i++) {
                if (buffer[i] == '\n') {
                    byte[] line = Arrays.copyOfRange(buffer, start, i);
                    start = i + 1;
                    return line;
                }
            }
            if (ended) {
                byte[] last = Arrays.copyOfRange(buffer, start, end);
                start = end;
                return last.length == 0 ? null : last;
            }
            searched = end - start;
            fill();
        }
    }

    /** Moves what is left to the front, and reads more after it. */
    private void fill() throws IOException {
        int left = end - start;
        byte[] target = left > buffer.length / 2 ? new byte[2 * buffer.length] : buffer;
        System.arraycopy(buffer, start, target, 0, left);
        buffer = target;
        start = 0;
        end = left;
        int read = in.read(buffer, end, buffer.length - end);
        ended = read < 0;
        end += Math.max(0, read);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
