/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.consumer;

import dev.agentlens.projector.tables.PartitionBatch;
import java.util.Collection;
import java.util.List;

/** Receives what the projection of this process does, on its threads: methods return at once and throw nothing. */
public interface ProjectionListener {

    /** This process projects the partition from {@code nextOffset} on. Called again whenever the position is looked up. */
    void positioned(int partition, long nextOffset);

    /** The batches are committed. */
    void projected(List<PartitionBatch> batches);

    /** From now on another process may project these partitions. */
    void givenAway(Collection<Integer> partitions);
}
