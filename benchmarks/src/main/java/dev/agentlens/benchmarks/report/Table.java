/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Lines as a Markdown table, aligned so that a terminal shows it well too. Columns that no line fills are left out. */
public final class Table {

    private static final List<String> HEADS = List.of(
            "what", "limit", "ours", "unit", "ratio", "p50 ms", "p99 ms", "p99.9 ms", "target", "reached", "note");

    private Table() {}

    public static String of(List<Line> lines) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(HEADS);
        lines.forEach(line -> rows.add(cells(line)));
        int[] columns = IntStream.range(0, HEADS.size())
                .filter(column ->
                        rows.stream().skip(1).anyMatch(row -> !row.get(column).isEmpty()))
                .toArray();
        StringBuilder table = new StringBuilder();
        for (int i = 0; i < rows.size(); i++) {
            table.append(row(rows.get(i), rows, columns));
            if (i == 0) {
                table.append(rule(rows, columns));
            }
        }
        return table.toString();
    }

    private static List<String> cells(Line line) {
        Latency latency = line.latency();
        Boolean reached = line.reached();
        return List.of(
                line.what(),
                figure(line.limit()),
                figure(line.ours()),
                line.limit() == null && line.ours() == null ? "" : line.unit(),
                line.ratio() == null ? "" : String.format(Locale.ROOT, "%.2f", line.ratio()),
                latency == null ? "" : milliseconds(latency.p50()),
                latency == null ? "" : milliseconds(latency.p99()),
                latency == null ? "" : milliseconds(latency.p999()),
                line.target() == null ? "" : line.target().text(),
                reached == null ? "" : reached ? "yes" : "no",
                line.note());
    }

    /** Three digits that count; whole numbers from a hundred on. */
    static String figure(@Nullable Double value) {
        if (value == null) {
            return "";
        }
        double size = Math.abs(value);
        String format = size >= 100 ? "%,.0f" : size >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }

    private static String milliseconds(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }

    private static String row(List<String> row, List<List<String>> rows, int[] columns) {
        return IntStream.of(columns)
                .mapToObj(column -> padded(row.get(column), width(rows, column), isText(column)))
                .collect(Collectors.joining(" | ", "| ", " |\n"));
    }

    private static String rule(List<List<String>> rows, int[] columns) {
        return IntStream.of(columns)
                .mapToObj(column -> {
                    String dashes = "-".repeat(width(rows, column) + 1);
                    return isText(column) ? dashes + "-" : dashes + ":";
                })
                .collect(Collectors.joining("|", "|", "|\n"));
    }

    private static String padded(String cell, int width, boolean left) {
        String blanks = " ".repeat(width - cell.length());
        return left ? cell + blanks : blanks + cell;
    }

    private static int width(List<List<String>> rows, int column) {
        return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    }

    private static boolean isText(int column) {
        return column == 0 || column == 3 || column >= 8;
    }
}
