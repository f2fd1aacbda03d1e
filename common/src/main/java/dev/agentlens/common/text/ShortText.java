/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.text;

/**
 * Strings that are in keys, headers and columns of their own ({@code event_id}, {@code event_type}, {@code model},
 * {@code agent_name}). Lengths are in code points.
 */
public final class ShortText {

    private ShortText() {}

    /** Whether {@link #clean} would leave {@code text} as it is. */
    public static boolean isClean(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isPrintableAscii(c)) {
                continue;
            }
            if (isStripped(c)) {
                return false;
            }
            if (Character.isSurrogate(c)) {
                boolean pair = i + 1 < text.length() && Character.isSurrogatePair(c, text.charAt(i + 1));
                if (!pair) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** Without control characters other than tab and newline; half a surrogate pair becomes U+FFFD. */
    public static String clean(String text) {
        if (isClean(text)) {
            return text;
        }
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().filter(c -> !isStripped(c)).forEach(c -> clean.appendCodePoint(isSurrogate(c) ? 0xFFFD : c));
        return clean.toString();
    }

    public static int length(String text) {
        return text.codePointCount(0, text.length());
    }

    /** The first {@code maxLength} code points. */
    public static String cut(String text, int maxLength) {
        return length(text) <= maxLength ? text : text.substring(0, text.offsetByCodePoints(0, maxLength));
    }

    private static boolean isPrintableAscii(char c) {
        return c >= ' ' && c < 0x7F;
    }

    private static boolean isStripped(int c) {
        return c != '\t' && c != '\n' && Character.isISOControl(c);
    }

    private static boolean isSurrogate(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }
}
