/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.common.json.RawJson;

/** Writes JSON of any kind as text: the caller opens, names and closes; commas are put by the writer. */
public final class JsonText {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private final StringBuilder text;

    public JsonText(int expectedLength) {
        text = new StringBuilder(expectedLength);
    }

    public JsonText startObject() {
        separate();
        text.append('{');
        return this;
    }

    public JsonText endObject() {
        text.append('}');
        return this;
    }

    public JsonText startArray() {
        separate();
        text.append('[');
        return this;
    }

    public JsonText endArray() {
        text.append(']');
        return this;
    }

    public JsonText name(String name) {
        separate();
        quote(name);
        text.append(':');
        return this;
    }

    public JsonText string(String value) {
        separate();
        quote(value);
        return this;
    }

    /** @param json a complete value: a number, a literal, or JSON text without line breaks */
    public JsonText raw(String json) {
        separate();
        text.append(json);
        return this;
    }

    public JsonText field(String name, String value) {
        return name(name).string(value);
    }

    public JsonText field(String name, RawJson value) {
        return name(name).raw(value.text());
    }

    public JsonText field(String name, long value) {
        return name(name).raw(Long.toString(value));
    }

    /** Of the complete value. */
    public RawJson value() {
        return RawJson.ofStored(text.toString().getBytes(UTF_8));
    }

    private void separate() {
        int length = text.length();
        if (length > 0) {
            char last = text.charAt(length - 1);
            if (last != '{' && last != '[' && last != ':') {
                text.append(',');
            }
        }
    }

    private void quote(String value) {
        text.append('"');
        int plainFrom = 0;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < ' ' || c == '"' || c == '\\' || Character.isSurrogate(c)) {
                if (isPair(value, i)) {
                    i++;
                } else {
                    text.append(value, plainFrom, i);
                    escape(c);
                    plainFrom = i + 1;
                }
            }
        }
        if (plainFrom == 0) {
            // Most texts have nothing to escape, and complete strings are copied faster than parts.
            text.append(value);
        } else {
            text.append(value, plainFrom, value.length());
        }
        text.append('"');
    }

    private static boolean isPair(String value, int at) {
        return Character.isHighSurrogate(value.charAt(at))
                && at + 1 < value.length()
                && Character.isLowSurrogate(value.charAt(at + 1));
    }

    private void escape(char c) {
        switch (c) {
            case '"', '\\' -> text.append('\\').append(c);
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            // Control characters, and half a surrogate pair, which UTF-8 has no form for.
            default ->
                text.append("\\u")
                        .append(HEX[c >> 12])
                        .append(HEX[c >> 8 & 15])
                        .append(HEX[c >> 4 & 15])
                        .append(HEX[c & 15]);
        }
    }
}
