/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.writing;

import dev.agentlens.common.event.AgentEvent;
import dev.agentlens.common.event.AgentEvent.StepRecorded;
import dev.agentlens.common.event.EventIdentity;
import dev.agentlens.common.event.TypedFields;
import dev.agentlens.readmodel.fold.LoggedEvent;
import dev.agentlens.readmodel.tables.PartitionBatch;
import dev.agentlens.readmodel.tables.ReadTables;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Distinguishes an event that the tables reject from tables that reject everything, as after a constraint or a column was
 * changed manually: those must not empty the log into the dead-letter topic.
 */
class Refusals {

    /** A known-good event. No client's event equals it: a session id has no blank. Never committed. */
    private static final AgentEvent PROBE = new StepRecorded(
            new EventIdentity("known good", "known good"),
            "generic",
            Instant.parse("2026-01-01T00:00:00Z"),
            TypedFields.NONE,
            Map.of());

    private static final String WHAT_TO_DO =
            "nothing more of it is dead-lettered, and it is retried until it succeeds. "
                    + "Look for what was changed in the read tables, and repair it";

    private final ReadTables tables;

    public Refusals(ReadTables tables) {
        this.tables = tables;
    }

    /**
     * Returns if the single event of {@code batch} caused its rejection.
     *
     * @throws FaultyTablesException if the tables are
     */
    void requireEventAtFault(PartitionBatch batch) {
        LoggedEvent probe = new LoggedEvent(PROBE, batch.partition(), batch.fromOffset(), 0);
        try {
            tables.rehearse(List.of(batch.with(probe)));
        } catch (RuntimeException e) {
            throw RefusedEventException.mayBeOfAnEvent(e)
                    ? new FaultyTablesException("The read tables refuse every event of partition " + batch.partition()
                            + ", even one that is known to be good: "
                            + RefusedEventException.because(e).getMessage() + "; " + WHAT_TO_DO)
                    : e;
        }
    }
}
