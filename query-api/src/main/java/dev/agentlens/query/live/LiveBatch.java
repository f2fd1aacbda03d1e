/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.live;

import static java.util.stream.Collectors.groupingBy;

import dev.agentlens.common.position.LogPosition;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The new events that the feed found in one step. */
final class LiveBatch {

    private static final int OWN_BYTES = 1024;

    private final long number;
    private final long streams;
    private final List<LiveMessage> messages;
    private final Map<String, List<LiveMessage>> bySession;
    private final Map<String, List<LiveMessage>> byAgent;

    /** What was selected already, and is not empty: the same for all streams with the same filter. */
    private final Map<LiveFilter, List<LiveMessage>> selections = new ConcurrentHashMap<>();

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
        byAgent =
                messages.stream().collect(groupingBy(message -> message.facets().agentName()));
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

    /** The messages that the filter lets pass, in order. */
    List<LiveMessage> selected(LiveFilter filter) {
        List<LiveMessage> known = selections.get(filter);
        if (known != null) {
            return known;
        }
        List<LiveMessage> selected = candidates(filter).stream()
                .filter(message -> filter.includes(message.facets()))
                .toList();
        if (!selected.isEmpty()) {
            selections.put(filter, selected);
        }
        return selected;
    }

    private List<LiveMessage> candidates(LiveFilter filter) {
        if (filter.sessions().size() == 1) {
            return bySession.getOrDefault(filter.sessions().iterator().next(), List.of());
        }
        if (filter.agents().size() == 1) {
            return byAgent.getOrDefault(filter.agents().iterator().next(), List.of());
        }
        return messages;
    }

    /** Approximate size in memory. */
    long bytes() {
        return OWN_BYTES
                + messages.stream()
                        .mapToLong(message -> OWN_BYTES + message.bytes().length)
                        .sum();
    }
}
