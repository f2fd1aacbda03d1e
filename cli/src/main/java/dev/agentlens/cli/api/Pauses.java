/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.api;

import dev.agentlens.cli.CommandFailedException;
import dev.agentlens.cli.terminal.PrettyPrinter;
import java.io.PrintWriter;
import java.time.Duration;

/** Waits before a request is sent again. */
@FunctionalInterface
interface Pauses {

    void pause(Duration pause, String why);

    /** Says on {@code err} why it waits, where that takes a second or longer. */
    static Pauses real(PrintWriter err) {
        return (pause, why) -> {
            if (pause.toSeconds() > 0) {
                err.println("agentlens: waiting " + pause.toSeconds() + " s: " + PrettyPrinter.line(why, 200));
                err.flush();
            }
            try {
                Thread.sleep(pause.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandFailedException("Interrupted", e);
            }
        };
    }
}
