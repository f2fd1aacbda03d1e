/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.prices;

import java.util.regex.Pattern;

/** How the data files write patterns: {@code *} is any text; in names.csv {@code #} is a digit. */
final class NamePattern {

    private NamePattern() {}

    /** Of prices.csv: a {@code *} reaches over everything. */
    static Pattern ofModel(String pattern) {
        return Pattern.compile(regex(pattern, ".*", "#"));
    }

    /** Of names.csv: a {@code *} ends at a slash. */
    static Pattern ofPart(String pattern) {
        return Pattern.compile(regex(pattern, "[^/]*", "\\d"));
    }

    private static String regex(String pattern, String star, String hash) {
        StringBuilder regex = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            regex.append(c == '*' ? star : c == '#' ? hash : Pattern.quote(String.valueOf(c)));
        }
        return regex.toString();
    }
}
