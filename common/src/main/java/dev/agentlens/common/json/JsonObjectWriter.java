/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.Map;

/** Writes one JSON object as UTF-8 bytes, copying raw values unchanged. Null values must be left out by the caller. */
public final class JsonObjectWriter {

    private final ByteArrayOutputStream out;
    private boolean empty = true;

    /** @param expectedLength of the whole object, in bytes; a hint */
    public JsonObjectWriter(int expectedLength) {
        out = new ByteArrayOutputStream(Math.max(32, expectedLength));
        out.write('{');
    }

    public JsonObjectWriter string(String name, String value) {
        name(name);
        out.writeBytes(JsonStrings.quote(value));
        return this;
    }

    /** @param value any number, written in its plain digits */
    public JsonObjectWriter number(String name, Object value) {
        name(name);
        out.writeBytes(value.toString().getBytes(UTF_8));
        return this;
    }

    public JsonObjectWriter raw(String name, RawJson value) {
        name(name);
        value.appendTo(this);
        return this;
    }

    public JsonObjectWriter raw(Map<String, RawJson> fields) {
        fields.forEach(this::raw);
        return this;
    }

    public byte[] bytes() {
        out.write('}');
        return out.toByteArray();
    }

    /** What {@link #bytes} gives, as a value. */
    public RawJson value() {
        byte[] json = bytes();
        return new RawJson(json, 0, json.length, 1);
    }

    void append(byte[] buffer, int start, int length) {
        out.write(buffer, start, length);
    }

    private void name(String name) {
        if (!empty) {
            out.write(',');
        }
        empty = false;
        out.writeBytes(JsonStrings.quote(name));
        out.write(':');
    }
}
