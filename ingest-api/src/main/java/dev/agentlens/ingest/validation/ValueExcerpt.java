/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.validation;

import dev.agentlens.common.json.RawJson;
import dev.agentlens.common.text.ShortText;

/** A sent value as an error or a warning shows it: short, on one line. */
final class ValueExcerpt {

    private static final int MAX_LENGTH = 80;

    /** Longer JSON is not even decoded. */
    private static final int MAX_BYTES = 2_000;

    private ValueExcerpt() {}

    /** A short value itself, strings in single quotes; else its kind. */
    static String of(RawJson sent) {
        if (sent.length() > MAX_BYTES) {
            return sent.kind().described();
        }
        String string = sent.string();
        return string == null ? shortened(sent.text()) : of(string);
    }

    /** In single quotes. */
    static String of(String text) {
        return "'" + shortened(text) + "'";
    }

    private static String shortened(String text) {
        String line = ShortText.clean(text).replace('\n', ' ').replace('\t', ' ');
        return ShortText.length(line) <= MAX_LENGTH ? line : ShortText.cut(line, MAX_LENGTH) + "…";
    }
}
