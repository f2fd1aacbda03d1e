/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.embedded;

import org.jspecify.annotations.Nullable;

/** An embedded server did not start; the message is one line that says why and what to do. */
public final class EmbeddedStartException extends RuntimeException {

    public EmbeddedStartException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
