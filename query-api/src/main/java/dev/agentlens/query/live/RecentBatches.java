/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.live;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The last batches of the feed, by number, as many as fit. */
final class RecentBatches {

    private final long maxBytes;
    private final TreeMap<Long, LiveBatch> batches = new TreeMap<>();
    private long bytes;

    RecentBatches(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The newest is kept, however large. */
    synchronized void add(LiveBatch batch) {
        batches.put(batch.number(), batch);
        bytes += batch.bytes();
        while (bytes > maxBytes && batches.size() > 1) {
            bytes -= batches.pollFirstEntry().getValue().bytes();
        }
    }

    synchronized @Nullable LiveBatch newest() {
        Map.Entry<Long, LiveBatch> last = batches.lastEntry();
        return last == null ? null : last.getValue();
    }

    /** Null where it is not there any more, or not yet. */
    synchronized @Nullable LiveBatch find(long number) {
        return batches.get(number);
    }

    synchronized void clear() {
        batches.clear();
        bytes = 0;
    }
}
