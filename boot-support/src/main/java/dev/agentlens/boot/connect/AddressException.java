/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.boot.connect;

/** Kafka or PostgreSQL cannot be found from what was given; the message is one line that says what to do. */
public final class AddressException extends RuntimeException {

    public AddressException(String message) {
        super(message);
    }
}
