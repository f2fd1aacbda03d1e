/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.progress;

import dev.agentlens.readmodel.tables.PartitionBatch;
import java.util.Collection;
import java.util.List;

/**
 * Receives changes of this process to the read tables, on the threads that make them. Methods must return at once and
 * must not throw.
 */
public interface ProjectionListener {

    /** This process projects the partition from {@code nextOffset} on. Called again whenever the position is looked up. */
    void positioned(int partition, long nextOffset);

    /** The batches are committed. Waiting readers continue only after this returns. */
    void projected(List<PartitionBatch> batches);

    /** From now on another process may project these partitions. */
    void released(Collection<Integer> partitions);

    /** Expired sessions were removed from the tables. */
    public default void expired() {}
}
