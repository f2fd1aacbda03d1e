/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.json;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import java.util.Map;

/** Writes one JSON object as UTF-8 bytes, copying raw values unchanged. Null values must be left out by the caller. */
public final class JsonObjectWriter {

    private byte[] json;
    private int length;

    /** @param expectedLength of the complete object, in bytes; a hint */
    public JsonObjectWriter(int expectedLength) {
        json = new byte[Math.max(32, expectedLength)];
        json[length++] = '{';
    }

    public JsonObjectWriter string(String name, String value) {
        name(name);
        quoted(value);
        return this;
    }

    /** @param value any number, written in its plain digits */
    public JsonObjectWriter number(String name, Object value) {
        name(name);
        bytes(value.toString().getBytes(US_ASCII));
        return this;
    }

    public JsonObjectWriter raw(String name, RawJson value) {
        name(name);
        reserve(value.length());
        length = value.copyTo(json, length);
        return this;
    }

    public JsonObjectWriter raw(Map<String, RawJson> fields) {
        fields.forEach(this::raw);
        return this;
    }

    public JsonObjectWriter list(String name, Iterable<RawJson> elements) {
        name(name);
        byte before = '[';
        for (RawJson element : elements) {
            reserve(1 + element.length());
            json[length++] = before;
            length = element.copyTo(json, length);
            before = ',';
        }
        bytes((before == '[' ? "[]" : "]").getBytes(US_ASCII));
        return this;
    }

    public boolean isEmpty() {
        return length == 1;
    }

    public byte[] bytes() {
        reserve(1);
        json[length] = '}';
        return Arrays.copyOf(json, length + 1);
    }

    /** What {@link #bytes} gives, as a value. */
    public RawJson value() {
        byte[] object = bytes();
        return new RawJson(object, 0, object.length, 1);
    }

    private void name(String name) {
        if (!isEmpty()) {
            reserve(1);
            json[length++] = ',';
        }
        quoted(name);
        reserve(1);
        json[length++] = ':';
    }

    private void quoted(String text) {
        reserve(text.length() + 2);
        int from = length;
        json[length++] = '"';
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!JsonStrings.isPlain(c)) {
                length = from;
                bytes(JsonStrings.quote(text));
                return;
            }
            json[length++] = (byte) c;
        }
        json[length++] = '"';
    }

    private void bytes(byte[] bytes) {
        reserve(bytes.length);
        System.arraycopy(bytes, 0, json, length, bytes.length);
        length += bytes.length;
    }

    private void reserve(int bytes) {
        if (json.length - length < bytes) {
            json = Arrays.copyOf(json, Math.max(2 * json.length, length + bytes));
        }
    }
}
