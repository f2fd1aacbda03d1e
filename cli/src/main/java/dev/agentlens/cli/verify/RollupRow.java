/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * A row of a rollup table, or a part of one.
 *
 * @param key status, agent name, day, model, event type or hour, as text
 * @param counts in the order of {@link Rollup#columns()}
 */
record RollupRow(Rollup rollup, String key, int partition, List<BigDecimal> counts) {

    /** In bytes that sort by table and key. */
    byte[] encode() {
        byte[] key = sortKey();
        byte[] text = String.join(
                        " ", counts.stream().map(BigDecimal::toPlainString).toList())
                .getBytes(UTF_8);
        return ByteBuffer.allocate(key.length + Integer.BYTES + text.length)
                .put(key)
                .putInt(partition)
                .put(text)
                .array();
    }

    static RollupRow decode(byte[] entry) {
        int endOfKey = 1;
        while (entry[endOfKey] != 0) {
            endOfKey++;
        }
        int counts = endOfKey + 1 + Integer.BYTES;
        return new RollupRow(
                Rollup.values()[entry[0]],
                new String(entry, 1, endOfKey - 1, UTF_8),
                ByteBuffer.wrap(entry).getInt(endOfKey + 1),
                Arrays.stream(new String(entry, counts, entry.length - counts, UTF_8).split(" "))
                        .map(BigDecimal::new)
                        .toList());
    }

    byte[] sortKey() {
        byte[] text = key.getBytes(UTF_8);
        return ByteBuffer.allocate(text.length + 2)
                .put((byte) rollup.ordinal())
                .put(text)
                .put((byte) 0)
                .array();
    }
}
