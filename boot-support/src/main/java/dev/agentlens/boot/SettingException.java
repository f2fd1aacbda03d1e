/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.boot;

/** A setting has a value that is not allowed; the message is one sentence that begins with the variable's name. */
public final class SettingException extends RuntimeException {

    public SettingException(String message) {
        super(message);
    }
}
