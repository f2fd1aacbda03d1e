/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.progress;

import dev.agentlens.readmodel.tables.PartitionBatch;
import java.util.Collection;
import java.util.List;

/** Receives what this process does to the read tables, on the threads that do it: methods return at once and throw nothing. */
public interface ProjectionListener {

    /** This process projects the partition from {@code nextOffset} on. Called again whenever the position is looked up. */
    void positioned(int partition, long nextOffset);

    /** The batches are committed. Nobody who waits for them goes on before this returns. */
    void projected(List<PartitionBatch> batches);

    /** From now on another process may project these partitions. */
    void givenAway(Collection<Integer> partitions);

    /** Sessions were taken out of the tables because of their age. */
    public default void expired() {}
}
