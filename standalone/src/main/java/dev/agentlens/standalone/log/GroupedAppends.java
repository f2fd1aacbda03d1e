/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.standalone.log;

import dev.agentlens.embedded.LocalLog;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Appends to one partition, one after the other. What comes while the disk is waited for is appended together by the thread
 * that waits, with one flush; the threads that brought it go on.
 */
final class GroupedAppends {

    private static final int GROUP_BYTES = 1024 * 1024;

    private final TopicPartition partition;
    private final Deque<PendingRecords> waiting = new ArrayDeque<>();
    private boolean appending;

    GroupedAppends(TopicPartition partition) {
        this.partition = partition;
    }

    void append(LocalLog log, PendingRecords records) {
        if (!begin(records)) {
            return;
        }
        for (PendingRecords group = next(); group != null; group = next()) {
            group.appendTo(log, partition);
        }
    }

    private synchronized boolean begin(PendingRecords records) {
        waiting.add(records);
        boolean first = !appending;
        appending = true;
        return first;
    }

    /** Null where nothing waits. */
    private synchronized @Nullable PendingRecords next() {
        PendingRecords group = waiting.poll();
        if (group == null) {
            appending = false;
            return null;
        }
        while (!waiting.isEmpty() && group.bytes() + waiting.element().bytes() <= GROUP_BYTES) {
            group.addAll(waiting.remove());
        }
        return group;
    }
}
