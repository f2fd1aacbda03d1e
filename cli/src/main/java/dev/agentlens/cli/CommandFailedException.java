/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli;

import org.jspecify.annotations.Nullable;

/** A command cannot go on; the message is one line that says what happened and what to do. */
public final class CommandFailedException extends RuntimeException {

    public CommandFailedException(String message) {
        super(message);
    }

    public CommandFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
