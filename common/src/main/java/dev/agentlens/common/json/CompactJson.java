/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.json;

/** JSON without the white space between its tokens: one line, and a tenth smaller than Python's default. */
final class CompactJson {

    private CompactJson() {}

    /** The valid JSON value that stands in {@code source} from {@code start} to {@code end}; shares the array if it can. */
    static RawJson slice(byte[] source, int start, int end, int depth) {
        // A scalar holds no white space between tokens.
        if (depth == 0 || spaces(source, start, end) == 0) {
            return new RawJson(source, start, end - start, depth);
        }
        byte[] compact = new byte[end - start - spaces(source, start, end)];
        int length = 0;
        boolean inString = false;
        for (int i = start; i < end; i++) {
            byte b = source[i];
            if (inString || !isSpace(b)) {
                compact[length++] = b;
            }
            if (inString && b == '\\') {
                compact[length++] = source[++i];
            } else if (b == '"') {
                inString = !inString;
            }
        }
        return new RawJson(compact, 0, length, depth);
    }

    private static int spaces(byte[] source, int start, int end) {
        int spaces = 0;
        boolean inString = false;
        for (int i = start; i < end; i++) {
            byte b = source[i];
            if (inString && b == '\\') {
                i++;
            } else if (b == '"') {
                inString = !inString;
            } else if (!inString && isSpace(b)) {
                spaces++;
            }
        }
        return spaces;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\n' || b == '\r' || b == '\t';
    }
}
