/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.edge.trace;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The trace that a request is part of, as its header tells: W3C Trace Context, version 00.
 *
 * @param text {@code 00-trace id-parent id-flags}, in lower-case hexadecimal digits
 */
public record TraceParent(String text) {

    /** The header's name, in HTTP and in the topic. */
    public static final String HEADER = "traceparent";

    private static final Pattern LEGAL = Pattern.compile(
            "(?<version>(?!ff)[0-9a-f]{2})(?<ids>-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2})(?<more>-.*)?");

    /**
     * Of a later version, the fields that version 00 knows.
     *
     * @param sent all headers of the name
     * @return null where there is not exactly one, or it is malformed; the specification has both ignored
     */
    public static @Nullable TraceParent of(List<String> sent) {
        if (sent.size() != 1) {
            return null;
        }
        Matcher parsed = LEGAL.matcher(sent.get(0).strip());
        if (!parsed.matches() || (parsed.group("version").equals("00") && parsed.group("more") != null)) {
            return null;
        }
        return new TraceParent("00" + parsed.group("ids"));
    }

    /** 32 hexadecimal digits. */
    public String traceId() {
        return text.substring(3, 35);
    }
}
