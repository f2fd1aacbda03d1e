/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.agentlens.common.json.RawJson;
import java.util.Arrays;

/** Writes JSON of any kind in UTF-8: the caller opens, names and closes; commas are put by the writer. */
public final class JsonText {

    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
    private static final int LONGEST_CHARACTER = 6;

    private byte[] text;
    private int length;

    public JsonText(int expectedLength) {
        text = new byte[expectedLength];
    }

    public JsonText startObject() {
        separate();
        append('{');
        return this;
    }

    public JsonText endObject() {
        append('}');
        return this;
    }

    public JsonText startArray() {
        separate();
        append('[');
        return this;
    }

    public JsonText endArray() {
        append(']');
        return this;
    }

    public JsonText name(String name) {
        separate();
        quote(name);
        append(':');
        return this;
    }

    public JsonText string(String value) {
        separate();
        quote(value);
        return this;
    }

    /** @param json a complete value in ASCII: a number or a literal */
    public JsonText raw(String json) {
        separate();
        append(json.getBytes(US_ASCII));
        return this;
    }

    public JsonText value(RawJson json) {
        separate();
        require(json.length());
        length = json.copyTo(text, length);
        return this;
    }

    public JsonText field(String name, String value) {
        return name(name).string(value);
    }

    public JsonText field(String name, RawJson value) {
        return name(name).value(value);
    }

    public JsonText field(String name, long value) {
        return name(name).raw(Long.toString(value));
    }

    /** Of the complete value. */
    public RawJson value() {
        return RawJson.ofStored(Arrays.copyOf(text, length));
    }

    private void separate() {
        if (length > 0) {
            byte last = text[length - 1];
            if (last != '{' && last != '[' && last != ':') {
                append(',');
            }
        }
    }

    private void append(char ascii) {
        require(1);
        text[length++] = (byte) ascii;
    }

    private void append(byte[] bytes) {
        require(bytes.length);
        System.arraycopy(bytes, 0, text, length, bytes.length);
        length += bytes.length;
    }

    private void require(int more) {
        if (more > text.length - length) {
            text = Arrays.copyOf(text, Math.max(2 * text.length, length + more));
        }
    }

    private void quote(String value) {
        append('"');
        for (int i = 0; i < value.length(); i++) {
            require(LONGEST_CHARACTER);
            char c = value.charAt(i);
            if (c >= ' ' && c < 0x80 && c != '"' && c != '\\') {
                text[length++] = (byte) c;
            } else if (c < 0x80) {
                escape(c);
            } else if (isPair(value, i)) {
                encode(Character.toCodePoint(c, value.charAt(++i)));
            } else if (Character.isSurrogate(c)) {
                // Half a surrogate pair, which UTF-8 has no form for.
                escape(c);
            } else {
                encode(c);
            }
        }
        append('"');
    }

    private static boolean isPair(String value, int at) {
        return Character.isHighSurrogate(value.charAt(at))
                && at + 1 < value.length()
                && Character.isLowSurrogate(value.charAt(at + 1));
    }

    /** In UTF-8, of two to four bytes. */
    private void encode(int character) {
        if (character < 0x800) {
            text[length++] = (byte) (0xC0 | character >> 6);
        } else {
            if (character < 0x10000) {
                text[length++] = (byte) (0xE0 | character >> 12);
            } else {
                text[length++] = (byte) (0xF0 | character >> 18);
                text[length++] = (byte) (0x80 | character >> 12 & 0x3F);
            }
            text[length++] = (byte) (0x80 | character >> 6 & 0x3F);
        }
        text[length++] = (byte) (0x80 | character & 0x3F);
    }

    private void escape(char c) {
        text[length++] = '\\';
        switch (c) {
            case '"', '\\' -> text[length++] = (byte) c;
            case '\n' -> text[length++] = 'n';
            case '\r' -> text[length++] = 'r';
            case '\t' -> text[length++] = 't';
            default -> {
                text[length++] = 'u';
                text[length++] = HEX[c >> 12];
                text[length++] = HEX[c >> 8 & 15];
                text[length++] = HEX[c >> 4 & 15];
                text[length++] = HEX[c & 15];
            }
        }
    }
}
