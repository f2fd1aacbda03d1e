/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.conversation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Messages of the latest model calls, as fingerprints. Calls of several agents may alternate. */
final class RecentCalls {

    private static final int MAX_CALLS = 16;
    private static final int MAX_MESSAGES = 100_000;

    private final Deque<Call> newestFirst = new ArrayDeque<>();
    private long messages;

    /**
     * A call.
     *
     * @param spanId null if it is not a span
     * @param parentSpanId null if it has no parent
     * @param system its system messages
     * @param sent the other messages
     * @param got the responses
     */
    record Call(
            long event,
            @Nullable String spanId,
            @Nullable String parentSpanId,
            long[] system,
            long[] sent,
            long[] got) {

        long[] all() {
            return LongStream.concat(Arrays.stream(sent), Arrays.stream(got)).toArray();
        }

        /** Fills absent parts from another report of the same call. */
        Call with(Call same) {
            return new Call(
                    event,
                    same.spanId == null ? spanId : same.spanId,
                    same.parentSpanId == null ? parentSpanId : same.parentSpanId,
                    same.system.length == 0 ? system : same.system,
                    same.sent.length == 0 ? sent : same.sent,
                    same.got.length == 0 ? got : same.got);
        }

        int size() {
            return system.length + sent.length + got.length;
        }
    }

    void add(Call call) {
        newestFirst.addFirst(call);
        messages += call.size();
        while (newestFirst.size() > MAX_CALLS || (messages > MAX_MESSAGES && newestFirst.size() > 1)) {
            messages -= newestFirst.removeLast().size();
        }
    }

    void remove(Call call) {
        if (newestFirst.remove(call)) {
            messages -= call.size();
        }
    }

    /** Calls of events before this one are forgotten. */
    void forget(long event) {
        while (!newestFirst.isEmpty() && newestFirst.getLast().event() < event) {
            messages -= newestFirst.removeLast().size();
        }
    }

    boolean hasSystem(long message) {
        return newestFirst.stream()
                .anyMatch(call -> Arrays.stream(call.system()).anyMatch(system -> system == message));
    }

    List<long[]> sequences() {
        List<long[]> all = new ArrayList<>();
        newestFirst.forEach(call -> all.add(call.all()));
        return all;
    }

    /** The call whose span is that of an event, or contains it, or is inside it; null if there is no such call. */
    @Nullable
    Call ofSpan(@Nullable String spanId, @Nullable String parentSpanId) {
        for (Call call : newestFirst) {
            if (call.spanId() != null && call.spanId().equals(parentSpanId)
                    || spanId != null && spanId.equals(call.parentSpanId())) {
                return call;
            }
        }
        return null;
    }
}
