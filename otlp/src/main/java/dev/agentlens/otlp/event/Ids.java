/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.event;

import com.google.protobuf.ByteString;
import dev.agentlens.common.text.ShortText;
import dev.agentlens.otlp.wire.JsonIds;
import java.util.HexFormat;

/** Trace and span ids: bytes that are not all zero. */
final class Ids {

    static final int TRACE_BYTES = 16;
    static final int SPAN_BYTES = 8;

    /** How the reader of JSON marks an id that is no hexadecimal text. */
    private static final String NOT_HEX = JsonIds.NOT_HEXADECIMAL;

    private Ids() {}

    /** In lower-case hexadecimal digits. */
    static String hex(ByteString id) {
        return HexFormat.of().formatHex(id.toByteArray());
    }

    /** Empty, or nothing but zeros. */
    static boolean isNone(ByteString id) {
        for (int i = 0; i < id.size(); i++) {
            if (id.byteAt(i) != 0) {
                return false;
            }
        }
        return true;
    }

    /** In hexadecimal digits, or as it was sent where it was no hexadecimal text. */
    static String shown(ByteString id) {
        String text = id.size() > NOT_HEX.length() && id.isValidUtf8() ? id.toStringUtf8() : "";
        return text.startsWith(NOT_HEX) ? text.substring(NOT_HEX.length()) : hex(id);
    }

    /** What is wrong with an id; an empty text if nothing is. */
    static String problem(String name, ByteString id, int bytes) {
        if (id.size() != bytes) {
            String shown = shown(id);
            return name + " must have " + 2 * bytes + " hexadecimal digits, not "
                    + (shown.isEmpty() ? "none" : "'" + ShortText.cut(ShortText.clean(shown), 80) + "'");
        }
        return isNone(id) ? name + " must not be zero" : "";
    }
}
