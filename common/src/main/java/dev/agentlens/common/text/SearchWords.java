/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.text;

/** Normalises texts and search words, so that they can be compared. */
public final class SearchWords {

    private SearchWords() {}

    /** Lower-cases each code point on its own, so that a word is found at every place. */
    public static String lowerCase(String text) {
        return text.codePoints()
                .map(Character::toLowerCase)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
