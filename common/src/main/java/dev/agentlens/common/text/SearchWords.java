/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.text;

/** How texts and the words that are looked for in them are made comparable. */
public final class SearchWords {

    private SearchWords() {}

    /** Each code point in lower case, whatever is beside it: a word is found at every place. */
    public static String lowerCase(String text) {
        return text.codePoints()
                .map(Character::toLowerCase)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
