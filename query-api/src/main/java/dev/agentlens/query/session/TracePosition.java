/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import dev.agentlens.common.vocabulary.EventTimes;
import java.time.Instant;
import java.util.Comparator;

/** The position of an event in its session's trace: by time, equal times in log order. */
public record TracePosition(Instant occurredAt, long logOffset) implements Comparable<TracePosition> {

    /** Before every event. */
    public static final TracePosition START = new TracePosition(EventTimes.EARLIEST, -1);

    private static final Comparator<TracePosition> ORDER =
            Comparator.comparing(TracePosition::occurredAt).thenComparingLong(TracePosition::logOffset);

    @Override
    public int compareTo(TracePosition other) {
        return ORDER.compare(this, other);
    }
}
