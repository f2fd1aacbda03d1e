/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.export;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Escapes U+0085, U+2028 and U+2029 in JSON written as UTF-8. JSON allows them in strings as they are, and nowhere else; but
 * a reader that splits text into lines by Unicode's rules would split a line of NDJSON there. What is written last must end
 * a character.
 */
final class LineSeparatorEscapes extends FilterOutputStream {

    private static final byte[] EMPTY = {};
    private static final byte[] C2 = {(byte) 0xC2};
    private static final byte[] E2 = {(byte) 0xE2};
    private static final byte[] E2_80 = {(byte) 0xE2, (byte) 0x80};

    /** Bytes that may be the beginning of one of the three, and are not written yet. */
    private byte[] held = EMPTY;

    LineSeparatorEscapes(OutputStream out) {
        super(out);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        int end = offset + length;
        int from = offset;
        int at = offset;
        while (at < end) {
            if (held == EMPTY) {
                at = afterPlain(bytes, at, end);
                out.write(bytes, from, at - from);
                if (at < end) {
                    held = bytes[at] == C2[0] ? C2 : E2;
                    at++;
                }
                from = at;
            } else if (continueHeld(bytes[at])) {
                at++;
                from = at;
            }
        }
    }

    private static int afterPlain(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != C2[0] && bytes[at] != E2[0]) {
            at++;
        }
        return at;
    }

    /** Whether the byte was one more of those held, or the last of a character that is escaped. */
    private boolean continueHeld(byte b) throws IOException {
        byte[] before = held;
        held = EMPTY;
        if (before == E2 && b == E2_80[1]) {
            held = E2_80;
            return true;
        }
        boolean separator = before == C2 ? b == (byte) 0x85 : before == E2_80 && (b == (byte) 0xA8 || b == (byte) 0xA9);
        if (separator) {
            out.write((before == C2 ? "\\u0085" : b == (byte) 0xA8 ? "\\u2028" : "\\u2029").getBytes(US_ASCII));
        } else {
            out.write(before);
        }
        return separator;
    }
}
