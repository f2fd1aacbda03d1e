/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Collects what is found, by table: all of it in numbers, the first of it in words. */
final class Differences {

    private static final int TOLD_OF_A_VALUE = 200;

    private final int listed;
    private final List<VerificationReport.Difference> first = new ArrayList<>();
    private final Map<String, Long> rows = new LinkedHashMap<>();
    private final Map<String, Long> counts = new LinkedHashMap<>();

    /** @param listed how many are kept in words */
    Differences(int listed) {
        this.listed = listed;
    }

    void looked(String table, long atRows) {
        rows.merge(table, atRows, Long::sum);
        counts.putIfAbsent(table, 0L);
    }

    void add(String table, String row, String what) {
        counts.merge(table, 1L, Long::sum);
        if (first.size() < listed) {
            first.add(new VerificationReport.Difference(table, row, what));
        }
    }

    /** One difference, of all columns that differ. @param suffix told after them */
    void compare(
            String table,
            String row,
            Map<String, @Nullable Object> actual,
            Map<String, @Nullable Object> expected,
            String suffix) {
        List<String> columns = new ArrayList<>();
        expected.forEach((column, value) -> {
            Object found = actual.get(column);
            if (!Objects.equals(found, value)) {
                columns.add(column + " is " + told(found) + ", the log says " + told(value));
            }
        });
        if (!columns.isEmpty()) {
            add(table, row, String.join("; ", columns) + suffix);
        }
    }

    List<VerificationReport.Difference> first() {
        return List.copyOf(first);
    }

    long count() {
        return counts.values().stream().mapToLong(n -> n).sum();
    }

    List<VerificationReport.Table> tables() {
        return counts.entrySet().stream()
                .map(table -> new VerificationReport.Table(
                        table.getKey(), rows.getOrDefault(table.getKey(), 0L), table.getValue()))
                .toList();
    }

    private static String told(@Nullable Object value) {
        String text = String.valueOf(value);
        return text.length() <= TOLD_OF_A_VALUE ? text : text.substring(0, TOLD_OF_A_VALUE) + "...";
    }
}
