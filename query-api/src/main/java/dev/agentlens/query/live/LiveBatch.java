/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.live;

import dev.agentlens.common.position.LogPosition;
import java.util.List;

/**
 * What the feed found in one step.
 *
 * @param number counts up by one
 * @param streams the last stream that had been opened when the step began: the batch has the events of all up to it
 * @param end where the next batch begins
 */
record LiveBatch(long number, long streams, List<LiveMessage> messages, LogPosition end) {

    private static final int OWN_BYTES = 1024;

    /** What it takes in memory, roughly. */
    long bytes() {
        return OWN_BYTES
                + messages.stream()
                        .mapToLong(message -> OWN_BYTES + message.bytes().length)
                        .sum();
    }
}
