/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.redrive;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * What became of a record that was sent again.
 *
 * @param at when its answer came
 * @param refused it was refused again, and stands in its topic once more with the new reason
 */
public record Redriven(Instant at, boolean refused) {

    public String inWords() {
        return (refused ? "sent and refused again " : "redriven ") + at.truncatedTo(ChronoUnit.SECONDS);
    }
}
