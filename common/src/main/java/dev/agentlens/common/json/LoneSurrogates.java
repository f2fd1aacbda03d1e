/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.json;

import java.nio.charset.StandardCharsets;

/**
 * Escapes of half a surrogate pair, such as {@code \ud800}: legal JSON (RFC 8259, section 8.2) that Jackson refuses in
 * the names of fields.
 */
final class LoneSurrogates {

    private static final int ESCAPE_LENGTH = 6;
    private static final byte[] REPLACEMENT = "\\ufffd".getBytes(StandardCharsets.US_ASCII);

    private LoneSurrogates() {}

    /** {@code json} with each of them replaced by {@code \ufffd}, byte for byte as long; itself where it has none. */
    static byte[] masked(byte[] json) {
        byte[] masked = json;
        for (int i = 0; i < json.length; i++) {
            if (json[i] != '\\') {
                continue;
            }
            int unit = escapedUnit(json, i);
            if (unit < 0) {
                i++;
            } else if (isPair(unit, escapedUnit(json, i + ESCAPE_LENGTH))) {
                i += 2 * ESCAPE_LENGTH - 1;
            } else if (Character.isSurrogate((char) unit)) {
                masked = masked == json ? json.clone() : masked;
                System.arraycopy(REPLACEMENT, 0, masked, i, ESCAPE_LENGTH);
                i += ESCAPE_LENGTH - 1;
            } else {
                i += ESCAPE_LENGTH - 1;
            }
        }
        return masked;
    }

    private static boolean isPair(int unit, int next) {
        return next >= 0 && Character.isSurrogatePair((char) unit, (char) next);
    }

    /** The UTF-16 unit whose escape stands at {@code i}; -1 where none does. */
    private static int escapedUnit(byte[] json, int i) {
        if (i + ESCAPE_LENGTH > json.length || json[i] != '\\' || json[i + 1] != 'u') {
            return -1;
        }
        int unit = 0;
        for (int j = i + 2; j < i + ESCAPE_LENGTH; j++) {
            int digit = Character.digit(json[j], 16);
            if (digit < 0) {
                return -1;
            }
            unit = unit << 4 | digit;
        }
        return unit;
    }
}
