/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.conversation;

import java.util.Arrays;
import java.util.List;

/**
 * Finds the part of a call's history that is already listed. It compares positions, not only texts: two turns may have
 * the same text. Messages are {@linkplain Fingerprint fingerprints}, without the system messages at the start.
 */
final class Alignment {

    /** A summary may precede the rest of a long history. */
    private static final int MAX_BEFORE = 2;

    private Alignment() {}

    /** The messages of a history that are already listed. @param from inclusive; @param to exclusive */
    record Overlap(int from, int to) {}

    /**
     * @param history what a call sends to the model
     * @param calls the messages sent and received by each earlier call, latest first
     */
    static Overlap overlap(long[] history, List<long[]> calls) {
        boolean promptsOnly = !hasResponse(history, 0, history.length);
        boolean responded = false;
        int begun = 0;
        for (long[] call : calls) {
            int common = Math.max(continued(history, call), alike(history, call));
            boolean repeated = common == history.length && promptsOnly;
            // A prompt that already got a response and is sent again alone is a new turn with the same words.
            responded |= repeated && common < call.length;
            begun = repeated && responded ? begun : Math.max(begun, common);
        }
        return begun > 0 || responded ? new Overlap(0, begun) : shortened(history, calls);
    }

    /** The history continues after all messages of an earlier call. */
    private static int continued(long[] history, long[] call) {
        return call.length <= history.length && common(history, call) == call.length ? call.length : 0;
    }

    /** The history continues an earlier call but lost its start, perhaps replaced by a summary. */
    private static Overlap shortened(long[] history, List<long[]> calls) {
        Overlap best = new Overlap(0, 0);
        for (long[] call : calls) {
            int[] runs = runsThatEnd(history, call);
            for (int end = 1; end <= history.length; end++) {
                int from = end - runs[end];
                boolean afterSummary = from <= MAX_BEFORE && runs[end] > 1 && hasResponse(history, from, end);
                if (runs[end] > best.to - best.from && (from == 0 || afterSummary)) {
                    best = new Overlap(from, end);
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
     * Length of the common start. Any two messages of the model count as equal, since a history may reword them; 0 if
     * only such messages match.
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

    /** For each {@code i}: length of the longest suffix of {@code call} that ends in {@code history} at {@code i}. */
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

    /** The Z function: for each position, the length of the longest common prefix with the start. */
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
