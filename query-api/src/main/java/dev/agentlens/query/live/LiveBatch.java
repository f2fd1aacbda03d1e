/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.live;

import static java.util.stream.Collectors.groupingBy;

import dev.agentlens.common.position.LogPosition;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The new events that the feed found in one step. */
final class LiveBatch {

    private static final int OWN_BYTES = 1024;

    private final long number;
    private final long streams;
    private final List<LiveMessage> messages;
    private final Map<String, List<LiveMessage>> bySession;
    private final LogPosition end;

    /**
     * @param number counts up by one
     * @param streams the last stream that had been opened when the step began: the batch has the events of all up to it
     * @param messages in the order of the log
     * @param end where the next batch begins
     */
    LiveBatch(long number, long streams, List<LiveMessage> messages, LogPosition end) {
        this.number = number;
        this.streams = streams;
        this.messages = messages;
        this.end = end;
        bySession =
                messages.stream().collect(groupingBy(message -> message.facets().sessionId()));
    }

    long number() {
        return number;
    }

    long streams() {
        return streams;
    }

    LogPosition end() {
        return end;
    }

    /** In order; those that the filter leaves out are among them, but for other sessions where it names one. */
    List<LiveMessage> candidates(LiveFilter filter) {
        Set<String> sessions = filter.sessions();
        return sessions.size() == 1 ? bySession.getOrDefault(sessions.iterator().next(), List.of()) : messages;
    }

    /** Approximate size in memory. */
    long bytes() {
        return OWN_BYTES
                + messages.stream()
                        .mapToLong(message -> OWN_BYTES + message.bytes().length)
                        .sum();
    }
}
