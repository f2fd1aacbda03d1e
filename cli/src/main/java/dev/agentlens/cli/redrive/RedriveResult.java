/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.redrive;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The result of sending a record again.
 *
 * @param at when its response came
 * @param refused it was refused again, and is in its topic once more with the new reason
 */
public record RedriveResult(Instant at, boolean refused) {

    public String inWords() {
        return (refused ? "sent and refused again " : "redriven ") + at.truncatedTo(ChronoUnit.SECONDS);
    }
}
