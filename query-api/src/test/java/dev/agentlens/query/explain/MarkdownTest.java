/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.explain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkdownTest {

    /** What is escaped, as an expression: slow, but seen to be right. */
    private static final Pattern ACTIVE = Pattern.compile("(\\\\*)(?:([`*~]|](?=[(\\[:])"
            + "|(?<![\\p{L}\\p{N}])_|_(?![\\p{L}\\p{N}]))|(<)|(&)(?=#?[A-Za-z0-9]{1,32};)"
            + "|((?:(?<=:)|(?<![A-Za-z0-9._+/-]))/(?=/[^ ]))|((?<=[A-Za-z0-9._+/-])@(?=[A-Za-z0-9]))"
            + "|((?<=(?<![A-Za-z0-9])[wW]{3})\\.(?=[^ ]))|\\z)");

    private static final String[] PARTS = {
        "\\",
        "`",
        "*",
        "~",
        "]",
        "(",
        "[",
        ":",
        "_",
        "<",
        "&",
        "#",
        ";",
        "a",
        "Z",
        "7",
        "é",
        "Ⅷ",
        "²",
        "𝐀",
        "💡",
        " ",
        "-",
        "&amp;",
        "&#60;",
        "&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa;",
        "&aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa;",
        "snake_case",
        "/",
        "//",
        "@",
        ".",
        "www.",
        "https://"
    };

    @Test
    void escapesWhatTheExpressionMatches() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            StringBuilder line = new StringBuilder();
            for (int parts = random.nextInt(12); parts > 0; parts--) {
                line.append(PARTS[random.nextInt(PARTS.length)]);
            }
            String text = line.toString().strip();
            assertThat(Markdown.inline(text, Markdown.MAX_NAME)).isEqualTo(escaped(text));
        }
    }

    @Test
    void plainTextIsCutLikeAnyOther() {
        assertThat(Markdown.inline("abc", 3)).isEqualTo("abc");
        assertThat(Markdown.inline("abcd", 3)).isEqualTo("abc…");
        assertThat(Markdown.inline("abc ", 3)).isEqualTo("abc");
        assertThat(Markdown.inline(" abc", 3)).isEqualTo("abc");
        assertThat(Markdown.inline("ab cd", 3)).isEqualTo("ab …");
        assertThat(Markdown.inline("abc  d", 3)).isEqualTo("abc…");
        assertThat(Markdown.inline("", 3)).isEmpty();
        assertThat(Markdown.inline(" ", 3)).isEmpty();
    }

    /** What GitHub's renderer, marked, markdown-it and remark-gfm would make a link of or strike through. */
    @Test
    void addressesAndTildesStayText() {
        assertThat(Markdown.inline(
                        "see https://evil.example/?q=1, www.evil.example, mail a@evil.example, ~~gone~~", 200))
                .isEqualTo("see https:/\u2060/evil.example/?q=1, www\u2060\\.evil.example, mail a\u2060@evil.example,"
                        + " \\~\\~gone\\~\\~");
        assertThat(Markdown.inline("// a comment, a/b//c, @decorator, a @ b, 3.14, wwww.x", 200))
                .isEqualTo("// a comment, a/b//c, @decorator, a @ b, 3.14, wwww.x");
    }

    @ParameterizedTest
    @CsvSource({"team C #, team C \\#", "###, \\###", "C#, C#", "a ## b ##, a ## b \\##", "plain, plain", "'', ''"})
    void numberSignsAtTheEndOfAHeadingStay(String text, String heading) {
        assertThat(Markdown.heading(text)).isEqualTo(heading);
    }

    @Test
    void halfASurrogatePairIsShownAsItsEscape() {
        assertThat(Markdown.inline("a \ud83d b \udc00", 99)).isEqualTo("a \\ud83d b \\udc00");
        assertThat(Markdown.inline("\u200b\u2060\ufeff", 99)).isEmpty();
    }

    private static String escaped(String line) {
        return ACTIVE.matcher(line).replaceAll(match -> Matcher.quoteReplacement(escaped(match)));
    }

    private static String escaped(MatchResult active) {
        String backslashes = active.group(1).repeat(2);
        if (active.group(3) != null) {
            return backslashes + "&lt;";
        }
        if (active.group(4) != null) {
            return backslashes + "&amp;";
        }
        if (active.group(5) != null) {
            return backslashes + "/\u2060";
        }
        if (active.group(6) != null) {
            return backslashes + "\u2060@";
        }
        if (active.group(7) != null) {
            return backslashes + "\u2060\\.";
        }
        return active.group(2) != null ? backslashes + '\\' + active.group(2) : backslashes;
    }
}
