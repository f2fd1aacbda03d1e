/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** Cuts a list so that no piece needs more memory than allowed, however the sizes are spread. */
public final class SizedChunks {

    private SizedChunks() {}

    /** Non-empty pieces, in order. A piece exceeds {@code maxBytes} only if it is a single large item. */
    public static <T> List<List<T>> of(List<T> items, ToLongFunction<T> bytes, long maxBytes) {
        List<List<T>> chunks = new ArrayList<>();
        int from = 0;
        long sum = 0;
        for (int i = 0; i < items.size(); i++) {
            long size = bytes.applyAsLong(items.get(i));
            if (i > from && sum + size > maxBytes) {
                chunks.add(items.subList(from, i));
                from = i;
                sum = 0;
            }
            sum += size;
        }
        if (from < items.size()) {
            chunks.add(items.subList(from, items.size()));
        }
        return chunks;
    }
}
