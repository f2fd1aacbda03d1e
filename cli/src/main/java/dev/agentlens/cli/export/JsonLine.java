/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.export;

import dev.agentlens.common.json.RawJson;
import java.util.Arrays;
import java.util.Map;

/** Puts an object together from fields, whose bytes stay as they are. */
final class JsonLine {

    private byte[] bytes = new byte[1024];
    private int length;

    static byte[] of(Map<String, RawJson> object) {
        JsonLine line = new JsonLine();
        object.forEach(line::field);
        return line.isEmpty() ? new byte[] {'{', '}'} : line.toBytes();
    }

    boolean isEmpty() {
        return length == 0;
    }

    void field(String name, RawJson value) {
        RawJson quoted = RawJson.ofString(name);
        int needed = length + quoted.length() + value.length() + 3;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, 2 * bytes.length));
        }
        bytes[length] = (byte) (length == 0 ? '{' : ',');
        length = quoted.copyTo(bytes, length + 1);
        bytes[length] = ':';
        length = value.copyTo(bytes, length + 1);
    }

    byte[] toBytes() {
        byte[] object = Arrays.copyOf(bytes, length + 1);
        object[length] = '}';
        return object;
    }
}
