/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.wire;

/** The body is not an OTLP request and is not used. The message says what is wrong, and where. */
public final class UndecodableRequestException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String text;

    UndecodableRequestException(String text) {
        super(text, null, false, false);
        this.text = text;
    }

    /** What was expected, what arrived, and where; fit for a response. */
    public String text() {
        return text;
    }
}
