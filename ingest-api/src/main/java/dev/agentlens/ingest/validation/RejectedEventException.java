/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.validation;

/** This event cannot be accepted; its neighbours can. The message names the field, what was expected and what arrived. */
final class RejectedEventException extends RuntimeException {

    RejectedEventException(String message) {
        super(message, null, false, false);
    }

    String message() {
        return String.valueOf(getMessage());
    }
}
