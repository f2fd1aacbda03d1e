/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.json;

/** The bytes are not one JSON value in UTF-8. The message says what is wrong and where, fit to be shown to a client. */
public final class MalformedJsonException extends RuntimeException {

    public MalformedJsonException(String message) {
        super(message);
    }

    public String message() {
        return String.valueOf(getMessage());
    }
}
