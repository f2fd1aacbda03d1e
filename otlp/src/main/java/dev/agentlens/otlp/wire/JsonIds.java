/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.wire;

import com.google.protobuf.ByteString;
import java.util.HexFormat;

/** Trace and span ids in JSON: hexadecimal digits in any case. */
public final class JsonIds {

    /**
     * Text that is not hexadecimal becomes an id of this prefix and the text. It has an invalid length, and can be
     * shown.
     */
    public static final String NOT_HEXADECIMAL = "not hexadecimal: ";

    private JsonIds() {}

    static ByteString read(String text) {
        try {
            return ByteString.copyFrom(HexFormat.of().parseHex(text));
        } catch (IllegalArgumentException e) {
            return ByteString.copyFromUtf8(NOT_HEXADECIMAL + text);
        }
    }
}
