/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

/**
 * Makes text from events safe inside a line of Markdown (CommonMark 0.31, GitHub's 0.29): it stays one line, and opens no
 * HTML, link, code span, emphasis or strike-through. Harmless characters stay unchanged.
 *
 * <p>Where GitHub's Markdown would make a link of a bare URL, host or e-mail address, an invisible word joiner (U+2060)
 * breaks it: several renderers look for addresses only after escapes are resolved, so that a backslash does not.
 */
final class Markdown {

    /** Maximum length of the main text of a line, such as a reasoning; in code points. */
    static final int LONG = 2_000;

    /** Maximum length of names, which the contract already limits. */
    static final int MAX_NAME = 1_000;

    private static final int MAX_ENTITY_NAME = 32;
    private static final char WORD_JOINER = '\u2060';

    private Markdown() {}

    /** {@code text} on one line, cut to {@code maxLength} code points with {@code …}, and escaped. */
    static String inline(String text, int maxLength) {
        return isPlain(text, maxLength)
                ? text.length() <= maxLength ? text : text.substring(0, maxLength) + "…"
                : escaped(cut(oneLine(text, maxLength), maxLength));
    }

    /** The same at the end of a heading, where trailing number signs would otherwise be dropped. */
    static String heading(String text) {
        String line = inline(text, MAX_NAME);
        int signs = line.length();
        while (signs > 0 && line.charAt(signs - 1) == '#') {
            signs--;
        }
        boolean closes = signs < line.length() && (signs == 0 || line.charAt(signs - 1) == ' ');
        return closes ? line.substring(0, signs) + '\\' + line.substring(signs) : line;
    }

    /** Whether {@code text} is shown unchanged, as most texts are. */
    private static boolean isPlain(String text, int maxLength) {
        int shown = Math.min(text.length(), maxLength + 1);
        for (int i = 0; i < shown; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~' || (isActive(c) && (c == '\\' || i + 1 >= maxLength || isActive(text, i)))) {
                return false;
            }
        }
        return shown == 0 || (text.charAt(0) != ' ' && text.charAt(shown - 1) != ' ');
    }

    /** Stripped; read only until it is known to be longer than {@code maxLength} code points. */
    private static String oneLine(String text, int maxLength) {
        if (isOneLine(text, maxLength)) {
            return text.substring(0, Math.min(text.length(), maxLength + 1)).stripTrailing();
        }
        StringBuilder line = new StringBuilder();
        int shown = 0;
        boolean longer = false;
        // A prompt may have millions of characters.
        for (int i = 0; i < text.length() && line.length() <= 2 * LONG && !longer; ) {
            char ascii = text.charAt(i);
            if (ascii > ' ' && ascii <= '~') {
                line.append(ascii);
                i++;
                longer = ++shown > maxLength;
                continue;
            }
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            int visible = isLineEnd(c) || c == '\t' ? ' ' : c;
            boolean blank = Character.isWhitespace(visible);
            if (!(blank && shown == 0) && !isInvisible(visible)) {
                if (isHalfPair(visible)) {
                    line.append(String.format("\\u%04x", visible));
                } else {
                    line.appendCodePoint(visible);
                }
                shown++;
                longer = shown > maxLength && !blank;
            }
        }
        return line.toString().strip();
    }

    /** Whether the shown part of {@code text} is printable ASCII that only needs to be cut, as in most texts. */
    private static boolean isOneLine(String text, int maxLength) {
        int shown = Math.min(text.length(), maxLength + 1);
        for (int i = 0; i < shown; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c > '~') {
                return false;
            }
        }
        return shown > 0 && text.charAt(0) != ' ' && (shown <= maxLength || text.charAt(maxLength) != ' ');
    }

    private static String cut(String line, int maxLength) {
        return line.codePointCount(0, line.length()) <= maxLength
                ? line
                : line.substring(0, line.offsetByCodePoints(0, maxLength)) + "…";
    }

    /**
     * A backslash before an active character would undo its escape, so it is doubled; elsewhere it is plain text. What ends
     * the line counts as active: a backslash there would escape what the caller writes next.
     */
    private static String escaped(String line) {
        StringBuilder escaped = new StringBuilder(line.length() + 16);
        // Start of the text that is not appended yet; unescaped text is appended in one piece.
        int from = 0;
        int backslashes = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (backslashes == 0 && !isActive(c)) {
                continue;
            }
            if (backslashes == 0) {
                escaped.append(line, from, i);
            }
            if (c == '\\') {
                backslashes++;
                continue;
            }
            boolean active = isActive(c) && isActive(line, i);
            repeat(escaped, active ? 2 * backslashes : backslashes);
            backslashes = 0;
            from = active ? i + 1 : i;
            if (active) {
                appendEscaped(escaped, c);
            }
        }
        if (backslashes == 0) {
            escaped.append(line, from, line.length());
        }
        repeat(escaped, 2 * backslashes);
        return escaped.toString();
    }

    private static void appendEscaped(StringBuilder escaped, char active) {
        switch (active) {
            case '<' -> escaped.append("&lt;");
            case '&' -> escaped.append("&amp;");
            case '/' -> escaped.append(active).append(WORD_JOINER);
            case '@' -> escaped.append(WORD_JOINER).append(active);
            case '.' -> escaped.append(WORD_JOINER).append("\\.");
            default -> escaped.append('\\').append(active);
        }
    }

    private static void repeat(StringBuilder text, int backslashes) {
        for (int i = 0; i < backslashes; i++) {
            text.append('\\');
        }
    }

    /** Whether the character may be active, depending on its neighbours. */
    private static boolean isActive(char c) {
        return switch (c) {
            case '\\', '`', '*', '~', ']', '_', '<', '&', '/', '@', '.' -> true;
            default -> false;
        };
    }

    private static boolean isActive(String line, int at) {
        char next = at + 1 < line.length() ? line.charAt(at + 1) : 0;
        return switch (line.charAt(at)) {
            case '`', '*', '<', '~' -> true;
            case '/' -> next == '/' && beginsAddress(line, at);
            case '@' -> at > 0 && isOfAddress(line.charAt(at - 1)) && isLetterOrDigit(next);
            case '.' -> isAfterWww(line, at) && next != 0 && next != ' ';
            case ']' -> next == '(' || next == '[' || next == ':';
            case '_' ->
                !isOfWord(at == 0 ? 0 : line.charAt(at - 1)) || !isOfWord(next == 0 ? 0 : line.codePointAt(at + 1));
            case '&' -> beginsEntity(line, at + 1);
            default -> false;
        };
    }

    /** {@code ://}, or {@code //} before a host alone. */
    private static boolean beginsAddress(String line, int at) {
        boolean afterScheme = at > 0 && line.charAt(at - 1) == ':';
        boolean alone = at == 0 || !isOfAddress(line.charAt(at - 1));
        return (afterScheme || alone) && at + 2 < line.length() && line.charAt(at + 2) != ' ';
    }

    private static boolean isAfterWww(String line, int dot) {
        return dot >= 3
                && line.regionMatches(true, dot - 3, "www", 0, 3)
                && (dot == 3 || !isLetterOrDigit(line.charAt(dot - 4)));
    }

    private static boolean isOfAddress(char c) {
        return isLetterOrDigit(c) || c == '.' || c == '_' || c == '-' || c == '+' || c == '/';
    }

    /** A letter or a number of any script. */
    private static boolean isOfWord(int c) {
        int type = Character.getType(c);
        return Character.isLetter(c)
                || type == Character.DECIMAL_DIGIT_NUMBER
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }

    /** {@code #?[A-Za-z0-9]{1,32};} */
    private static boolean beginsEntity(String line, int from) {
        int name = from < line.length() && line.charAt(from) == '#' ? from + 1 : from;
        int end = name;
        while (end < line.length() && end - name <= MAX_ENTITY_NAME && isLetterOrDigit(line.charAt(end))) {
            end++;
        }
        return end > name && end - name <= MAX_ENTITY_NAME && end < line.length() && line.charAt(end) == ';';
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    private static boolean isLineEnd(int c) {
        return c == '\n' || c == 0x0B || c == '\f' || c == 0x85 || c == 0x2028 || c == 0x2029;
    }

    private static boolean isHalfPair(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }

    /** Control and format characters: they can turn the direction of a line. */
    private static boolean isInvisible(int c) {
        int type = Character.getType(c);
        return type == Character.CONTROL || (type == Character.FORMAT && c != 0x200D);
    }
}
