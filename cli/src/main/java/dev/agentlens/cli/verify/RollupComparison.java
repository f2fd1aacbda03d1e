/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Goes through the rollup tables and what they must hold side by side. A row of zeros is as good as none. */
final class RollupComparison {

    private static final int ALL_SHARDS = -1;

    private final Cursor<RollupRow> expected;
    private final Cursor<RollupRow> actual;
    private final boolean sumSessions;
    private final Differences differences;

    /**
     * @param sumSessions whether sessions are compared over all shards only, because some have events in several of them and
     *     may be booked in any
     */
    RollupComparison(
            Cursor<RollupRow> expected, Cursor<RollupRow> actual, boolean sumSessions, Differences differences) {
        this.expected = expected;
        this.actual = actual;
        this.sumSessions = sumSessions;
        this.differences = differences;
    }

    void run() {
        for (Rollup rollup : Rollup.values()) {
            differences.looked(rollup.table(), 0);
        }
        while (expected.hasNext() || actual.hasNext()) {
            RollupRow first = firstOf(expected.peek(), actual.peek());
            byte[] key = first.sortKey();
            SortedMap<Integer, List<BigDecimal>> should = take(expected, key);
            long before = actual.taken();
            SortedMap<Integer, List<BigDecimal>> is = take(actual, key);
            differences.looked(first.rollup().table(), actual.taken() - before);
            TreeSet<Integer> shards = new TreeSet<>(should.keySet());
            shards.addAll(is.keySet());
            shards.forEach(shard -> compare(first, shard, is.get(shard), should.get(shard)));
        }
    }

    private SortedMap<Integer, List<BigDecimal>> take(Cursor<RollupRow> rows, byte[] key) {
        SortedMap<Integer, List<BigDecimal>> shards = new TreeMap<>();
        for (RollupRow next = rows.peek(); next != null && Arrays.equals(next.sortKey(), key); next = rows.peek()) {
            RollupRow row = rows.next();
            int shard = sumSessions && row.rollup().isOfSessions() ? ALL_SHARDS : row.partition();
            shards.put(shard, RollupTotals.sum(shards.get(shard), row.counts()));
        }
        shards.values().removeIf(counts -> counts.stream().allMatch(count -> count.signum() == 0));
        return shards;
    }

    private void compare(RollupRow row, int shard, @Nullable List<BigDecimal> is, @Nullable List<BigDecimal> should) {
        String name = row.key() + (shard == ALL_SHARDS ? " (all partitions)" : " (partition " + shard + ")");
        differences.compare(row.rollup().table(), name, columns(row, is), columns(row, should), "");
    }

    private static Map<String, @Nullable Object> columns(RollupRow row, @Nullable List<BigDecimal> counts) {
        List<String> names = row.rollup().columns();
        List<BigDecimal> values = counts == null ? Collections.nCopies(names.size(), BigDecimal.ZERO) : counts;
        Map<String, @Nullable Object> columns = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            columns.put(names.get(i), values.get(i).stripTrailingZeros().toPlainString());
        }
        return columns;
    }

    private static RollupRow firstOf(@Nullable RollupRow one, @Nullable RollupRow other) {
        if (one == null || other == null) {
            return one != null ? one : Objects.requireNonNull(other);
        }
        return Arrays.compareUnsigned(one.sortKey(), other.sortKey()) <= 0 ? one : other;
    }
}
