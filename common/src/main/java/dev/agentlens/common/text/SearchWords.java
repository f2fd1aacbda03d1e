/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.text;

import java.util.Locale;

/** Normalises texts and search words, so that they can be compared. */
public final class SearchWords {

    private SearchWords() {}

    /** Lower-cases each code point on its own, so that a word is found at every place. */
    public static String lowerCase(String text) {
        if (isAscii(text)) {
            return text.toLowerCase(Locale.ROOT);
        }
        return text.codePoints()
                .map(Character::toLowerCase)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }
}
