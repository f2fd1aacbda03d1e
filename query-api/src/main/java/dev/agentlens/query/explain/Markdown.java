/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes text from events safe inside a line of Markdown (CommonMark 0.31): it stays one line, and opens no HTML, link,
 * code span or emphasis. What cannot do any of that is left as it reads.
 */
final class Markdown {

    /** Longest text that is shown where it is what the line is about, such as a reasoning; in code points. */
    static final int LONG = 2_000;

    /** For names, which the contract bounds already. */
    static final int WHOLE = 1_000;

    // What ends the text counts too: a backslash there would escape what the caller writes next.
    // The first group keeps it from looking closer at every letter.
    private static final Pattern ACTIVE = Pattern.compile("(?=[\\\\`*~\\]_<&]|\\z)(\\\\*)(?:([`*]|~(?=~)|](?=[(\\[:])"
            + "|(?<![\\p{L}\\p{N}])_|_(?![\\p{L}\\p{N}]))|(<)|(&)(?=#?[A-Za-z0-9]{1,32};)|\\z)");

    private Markdown() {}

    /** {@code text} on one line, cut to {@code maxLength} code points with {@code …}, and escaped. */
    static String inline(String text, int maxLength) {
        return escaped(cut(oneLine(text, maxLength), maxLength));
    }

    /** Without blanks at either end; no more of it than shows that it is longer than {@code maxLength} code points. */
    private static String oneLine(String text, int maxLength) {
        StringBuilder line = new StringBuilder();
        int shown = 0;
        boolean longer = false;
        // A prompt may have millions.
        for (int i = 0; i < text.length() && line.length() <= 2 * LONG && !longer; ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            int visible = isLineEnd(c) || c == '\t' ? ' ' : c;
            boolean blank = Character.isWhitespace(visible);
            if (!(blank && shown == 0) && !isInvisible(visible)) {
                line.appendCodePoint(visible);
                shown++;
                longer = shown > maxLength && !blank;
            }
        }
        return line.toString().strip();
    }

    private static String cut(String line, int maxLength) {
        return line.codePointCount(0, line.length()) <= maxLength
                ? line
                : line.substring(0, line.offsetByCodePoints(0, maxLength)) + "…";
    }

    private static String escaped(String line) {
        return ACTIVE.matcher(line).replaceAll(match -> Matcher.quoteReplacement(escaped(match)));
    }

    /** A backslash before an active character would undo its escape, so it is doubled; elsewhere it is plain text. */
    private static String escaped(MatchResult active) {
        String backslashes = active.group(1).repeat(2);
        if (active.group(3) != null) {
            return backslashes + "&lt;";
        }
        if (active.group(4) != null) {
            return backslashes + "&amp;";
        }
        return active.group(2) != null ? backslashes + '\\' + active.group(2) : backslashes;
    }

    private static boolean isLineEnd(int c) {
        return c == '\n' || c == 0x0B || c == '\f' || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    /** Control and format characters (they can turn the direction of a line) and halves of surrogate pairs. */
    private static boolean isInvisible(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL || type == Character.SURROGATE || (type == Character.FORMAT && c != 0x200D);
    }
}
