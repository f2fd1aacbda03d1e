/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.conversation;

import java.util.Arrays;
import java.util.List;

/**
 * How much of a call's history has been told. It is found by position, not by text: two turns may say the same. All are
 * {@linkplain Fingerprint fingerprints}, without the system's messages at the beginning.
 */
final class Alignment {

    /** A summary may be before what is left of a long history. */
    private static final int MAX_BEFORE = 2;

    private Alignment() {}

    /** The messages of a history from {@code from} on, and before {@code to}, have been told. */
    record Told(int from, int to) {}

    /**
     * @param history what a call sends to the model
     * @param calls what each of the calls before sent and got, the latest first
     */
    static Told told(long[] history, List<long[]> calls) {
        boolean asksOnly = !hasResponse(history, 0, history.length);
        boolean answered = false;
        int begun = 0;
        for (long[] call : calls) {
            int common = Math.max(continued(history, call), alike(history, call));
            boolean repeated = common == history.length && asksOnly;
            // What was answered and is sent again alone is another turn with the same words.
            answered |= repeated && common < call.length;
            begun = repeated && answered ? begun : Math.max(begun, common);
        }
        return begun > 0 || answered ? new Told(0, begun) : shortened(history, calls);
    }

    /** The history goes on after all that a call before sent and got. */
    private static int continued(long[] history, long[] call) {
        return call.length <= history.length && common(history, call) == call.length ? call.length : 0;
    }

    /** The history goes on after a call before, but no longer begins where that began; a summary may be there. */
    private static Told shortened(long[] history, List<long[]> calls) {
        Told best = new Told(0, 0);
        for (long[] call : calls) {
            int[] runs = runsThatEnd(history, call);
            for (int end = 1; end <= history.length; end++) {
                int from = end - runs[end];
                boolean afterSummary = from <= MAX_BEFORE && runs[end] > 1 && hasResponse(history, from, end);
                if (runs[end] > best.to - best.from && (from == 0 || afterSummary)) {
                    best = new Told(from, end);
                }
            }
        }
        return best;
    }

    private static boolean hasResponse(long[] history, int from, int to) {
        return Arrays.stream(history, from, to).anyMatch(Fingerprint::isOfModel);
    }

    private static int common(long[] one, long[] other) {
        int mismatch = Arrays.mismatch(one, other);
        return mismatch < 0 ? one.length : mismatch;
    }

    /**
     * How much of the start is the same, where a model's message is like any other of its messages, since it may come back
     * in other words; 0 where nothing else is the same.
     */
    private static int alike(long[] one, long[] other) {
        int i = 0;
        boolean same = false;
        while (i < one.length
                && i < other.length
                && (one[i] == other[i] || Fingerprint.isOfModel(one[i]) && Fingerprint.isOfModel(other[i]))) {
            same |= !Fingerprint.isOfModel(one[i]);
            i++;
        }
        return same ? i : 0;
    }

    /** For each {@code i} the length of the longest end of {@code call} that is in {@code history} before {@code i}. */
    private static int[] runsThatEnd(long[] history, long[] call) {
        int length = call.length + history.length;
        long[] reversed = new long[length];
        for (int i = 0; i < call.length; i++) {
            reversed[i] = call[call.length - 1 - i];
        }
        for (int i = 0; i < history.length; i++) {
            reversed[call.length + i] = history[history.length - 1 - i];
        }
        int[] same = sameAsStart(reversed);
        int[] runs = new int[history.length + 1];
        for (int i = 1; i <= history.length; i++) {
            runs[i] = Math.min(call.length, same[length - i]);
        }
        return runs;
    }

    /** The Z function: for each place how long what follows is the same as the start. */
    private static int[] sameAsStart(long[] all) {
        int[] same = new int[all.length];
        int from = 0;
        int to = 0;
        for (int i = 1; i < all.length; i++) {
            int length = i < to ? Math.min(to - i, same[i - from]) : 0;
            while (i + length < all.length && all[length] == all[i + length]) {
                length++;
            }
            same[i] = length;
            if (i + length > to) {
                from = i;
                to = i + length;
            }
        }
        return same;
    }
}
