/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone;

import dev.agentlens.query.cache.ReadCache;
import dev.agentlens.readmodel.progress.ProjectionListener;
import dev.agentlens.readmodel.tables.PartitionBatch;
import java.util.Collection;
import java.util.List;

/** Reports to the cache of reads what this process changes in the read tables. */
final class CachedReads implements ProjectionListener {

    private final ReadCache cache;

    CachedReads(ReadCache cache) {
        this.cache = cache;
    }

    @Override
    public void projected(List<PartitionBatch> batches) {
        for (PartitionBatch batch : batches) {
            batch.events().forEach(event -> cache.changed(event.identity().sessionId()));
            batch.erasures().forEach(erasure -> cache.changed(erasure.sessionId()));
        }
    }

    /** The tables may contain commits that got no response. */
    @Override
    public void positioned(int partition, long nextOffset) {
        cache.changed();
    }

    @Override
    public void released(Collection<Integer> partitions) {
        cache.changed();
    }

    @Override
    public void expired() {
        cache.changed();
    }
}
