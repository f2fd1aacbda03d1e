/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.servers;

/** Why AgentLens cannot start here; the message is one line that says what to do. */
public final class StartException extends RuntimeException {

    public StartException(String message) {
        super(message);
    }
}
