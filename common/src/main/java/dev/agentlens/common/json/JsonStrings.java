/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/** JSON strings to and from Java's, lone surrogates included. */
final class JsonStrings {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private JsonStrings() {}

    /**
     * Whether {@code c} is written unescaped, as one byte: ASCII but control characters, the quote and the backslash.
     */
    static boolean isPlain(char c) {
        return c >= ' ' && c < 0x7F && c != '"' && c != '\\';
    }

    static byte[] quote(String content) {
        byte[] inner = hasLoneSurrogate(content)
                ? quoteEscapingSurrogates(content).getBytes(UTF_8)
                : JsonStringEncoder.getInstance().quoteAsUTF8(content);
        byte[] quoted = new byte[inner.length + 2];
        quoted[0] = '"';
        System.arraycopy(inner, 0, quoted, 1, inner.length);
        quoted[quoted.length - 1] = '"';
        return quoted;
    }

    static String unquote(byte[] buffer, int start, int length) {
        for (int i = start + 1; i < start + length - 1; i++) {
            if (buffer[i] == '\\') {
                return unescape(buffer, start, length);
            }
        }
        return new String(buffer, start + 1, length - 2, UTF_8);
    }

    private static String unescape(byte[] buffer, int start, int length) {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), buffer, start, length)) {
            parser.nextToken();
            return parser.getString();
        }
    }

    // UTF-8 has no form for half a pair, and Jackson's encoder refuses it; JSON's escape can carry it.
    private static String quoteEscapingSurrogates(String content) {
        StringBuilder quoted = new StringBuilder(content.length() + 16);
        int[] codePoints = content.codePoints().toArray();
        for (int codePoint : codePoints) {
            if (isSurrogate(codePoint)) {
                quoted.append(String.format("\\u%04x", codePoint));
            } else {
                JsonStringEncoder.getInstance().quoteAsString(Character.toString(codePoint), quoted);
            }
        }
        return quoted.toString();
    }

    private static boolean hasLoneSurrogate(String content) {
        return content.codePoints().anyMatch(JsonStrings::isSurrogate);
    }

    private static boolean isSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
