/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.load;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads one HTTP/1.1 response after the other, as far as a load generator has to understand them. Bodies are counted, not
 * kept.
 */
public final class Response {

    private enum State {
        HEAD,
        SIZED,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER
    }

    private State state = State.HEAD;
    private final StringBuilder line = new StringBuilder();
    private String head = "";
    private int status;
    private long left;
    private long bodyBytes;

    /** Takes what came; true when the response is complete. There must be nothing behind it. */
    boolean take(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            boolean complete = switch (state) {
                case HEAD -> takeHead(bytes);
                case SIZED -> skip(bytes);
                case CHUNK -> {
                    if (skip(bytes)) {
                        state = State.CHUNK_END;
                    }
                    yield false;
                }
                case CHUNK_END, CHUNK_SIZE, TRAILER -> takeLine(bytes);
            };
            if (complete) {
                state = State.HEAD;
                if (bytes.hasRemaining()) {
                    throw new IllegalStateException("Bytes after the response, though no other request was sent");
                }
                return true;
            }
        }
        return false;
    }

    /** Forgets a response that will not be completed. */
    void abandon() {
        state = State.HEAD;
        line.setLength(0);
    }

    public int status() {
        return status;
    }

    /** Without the chunks' heads. */
    public long bodyBytes() {
        return bodyBytes;
    }

    /** The value of a header; null where there is none. */
    public @Nullable String header(String name) {
        String wanted = "\r\n" + name.toLowerCase(Locale.ROOT) + ":";
        int at = head.toLowerCase(Locale.ROOT).indexOf(wanted);
        if (at < 0) {
            return null;
        }
        return head.substring(at + wanted.length(), head.indexOf("\r\n", at + 2))
                .strip();
    }

    private boolean takeHead(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            line.append((char) bytes.get());
            int length = line.length();
            if (line.charAt(length - 1) == '\n' && length > 3 && line.indexOf("\r\n\r\n", length - 4) >= 0) {
                head = line.toString();
                line.setLength(0);
                return begin();
            }
        }
        return false;
    }

    /** True where the response has no body. */
    private boolean begin() {
        bodyBytes = 0;
        status = Integer.parseInt(head.substring(9, 12));
        if ("chunked".equalsIgnoreCase(header("Transfer-Encoding"))) {
            state = State.CHUNK_SIZE;
            return false;
        }
        String length = header("Content-Length");
        left = length == null ? 0 : Long.parseLong(length);
        state = State.SIZED;
        return left == 0;
    }

    /** True when what was announced has been there. */
    private boolean skip(ByteBuffer bytes) {
        int now = (int) Math.min(left, bytes.remaining());
        bytes.position(bytes.position() + now);
        left -= now;
        bodyBytes += now;
        return left == 0;
    }

    /** Ends of chunks, sizes of chunks, trailers; true after the last trailer. */
    private boolean takeLine(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            char next = (char) bytes.get();
            if (next == '\n') {
                String text = line.toString().strip();
                line.setLength(0);
                return lineEnds(text);
            }
            line.append(next);
        }
        return false;
    }

    private boolean lineEnds(String text) {
        switch (state) {
            case CHUNK_END -> state = State.CHUNK_SIZE;
            case CHUNK_SIZE -> {
                left = Long.parseLong(text.split(";", 2)[0].strip(), 16);
                state = left == 0 ? State.TRAILER : State.CHUNK;
            }
            default -> {
                return text.isEmpty();
            }
        }
        return false;
    }
}
