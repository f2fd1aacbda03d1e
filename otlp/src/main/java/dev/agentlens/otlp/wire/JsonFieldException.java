/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.otlp.wire;

/** A field of a JSON request holds what it cannot hold. */
final class JsonFieldException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String text;

    JsonFieldException(String text) {
        super(text, null, false, false);
        this.text = text;
    }

    String text() {
        return text;
    }
}
