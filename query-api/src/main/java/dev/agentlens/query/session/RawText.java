/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import dev.agentlens.common.json.RawJson;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import tools.jackson.core.SerializableString;

/** JSON that a generator writes as the bytes that it is. There is no quoted form of it. */
record RawText(RawJson json) implements SerializableString {

    @Override
    public int appendUnquotedUTF8(byte[] buffer, int offset) {
        return json.length() > buffer.length - offset ? -1 : json.copyTo(buffer, offset) - offset;
    }

    @Override
    public byte[] asUnquotedUTF8() {
        byte[] bytes = new byte[json.length()];
        json.copyTo(bytes, 0);
        return bytes;
    }

    @Override
    public int writeUnquotedUTF8(OutputStream out) throws IOException {
        out.write(asUnquotedUTF8());
        return json.length();
    }

    @Override
    public int putUnquotedUTF8(ByteBuffer buffer) {
        if (json.length() > buffer.remaining()) {
            return -1;
        }
        buffer.put(asUnquotedUTF8());
        return json.length();
    }

    @Override
    public String getValue() {
        return json.text();
    }

    @Override
    public int charLength() {
        return json.text().length();
    }

    @Override
    public int appendUnquoted(char[] buffer, int offset) {
        String text = json.text();
        if (text.length() > buffer.length - offset) {
            return -1;
        }
        text.getChars(0, text.length(), buffer, offset);
        return text.length();
    }

    @Override
    public char[] asQuotedChars() {
        throw unquoted();
    }

    @Override
    public byte[] asQuotedUTF8() {
        throw unquoted();
    }

    @Override
    public int appendQuotedUTF8(byte[] buffer, int offset) {
        throw unquoted();
    }

    @Override
    public int appendQuoted(char[] buffer, int offset) {
        throw unquoted();
    }

    @Override
    public int writeQuotedUTF8(OutputStream out) {
        throw unquoted();
    }

    @Override
    public int putQuotedUTF8(ByteBuffer buffer) {
        throw unquoted();
    }

    private static UnsupportedOperationException unquoted() {
        return new UnsupportedOperationException("JSON is a value of its own, not part of a string");
    }
}
