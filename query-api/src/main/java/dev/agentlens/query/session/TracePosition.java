/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import java.time.Instant;

/** Where an event stands in its session's trace: by time, equal times in log order. */
public record TracePosition(Instant occurredAt, long logOffset) {

    /** Before every event. */
    static final TracePosition START = new TracePosition(Instant.parse("0001-01-01T00:00:00Z"), -1);
}
