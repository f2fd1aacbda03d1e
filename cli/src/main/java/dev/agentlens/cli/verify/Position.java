/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row of {@code projection_offsets}. */
record Position(
        int partition,
        long nextOffset,
        long projected,
        long duplicates,
        long conflicts,
        long deadLettered,
        long erased) {

    Map<String, @Nullable Object> counters() {
        Map<String, @Nullable Object> counters = new LinkedHashMap<>();
        counters.put("projected", projected);
        counters.put("duplicates", duplicates);
        counters.put("conflicts", conflicts);
        counters.put("dead_lettered", deadLettered);
        counters.put("erased", erased);
        return counters;
    }
}
