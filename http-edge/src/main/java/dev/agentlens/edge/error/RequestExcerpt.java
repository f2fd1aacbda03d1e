/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.error;

import org.jspecify.annotations.Nullable;

/** A value of a request, as an error shows it. */
public final class RequestExcerpt {

    private static final int MAX_LENGTH = 100;

    private RequestExcerpt() {}

    /** In single quotes, in one line, without control characters, and cut at {@value #MAX_LENGTH} characters. */
    public static String quoted(@Nullable String text) {
        String line = text == null ? "" : text.replaceAll("\\p{Cntrl}", " ");
        int length = line.codePointCount(0, line.length());
        return length <= MAX_LENGTH
                ? "'" + line + "'"
                : "'" + line.substring(0, line.offsetByCodePoints(0, MAX_LENGTH)) + "…'";
    }
}
