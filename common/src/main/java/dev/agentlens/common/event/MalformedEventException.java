/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.common.event;

/** A record's value is no event of this version of the contract. The message names the field and what is wrong with it. */
public final class MalformedEventException extends RuntimeException {

    public MalformedEventException(String message) {
        super(message);
    }
}
