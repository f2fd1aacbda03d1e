/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.terminal;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows in aligned columns. The first rows decide how wide a column is; a later cell that is wider moves its own row only. */
public final class Table {

    private static final String GAP = "  ";

    private final List<Column> columns;
    private final boolean colour;
    private int[] widths = {};

    /**
     * A column.
     *
     * @param right whether its cells are numbers, which end at the same place
     */
    public record Column(String name, boolean right) {}

    /**
     * A cell.
     *
     * @param style null: none
     */
    public record Cell(String text, @Nullable Style style) {

        public Cell(String text) {
            this(text, null);
        }
    }

    public Table(List<Column> columns, boolean colour) {
        this.columns = List.copyOf(columns);
        this.colour = colour;
    }

    /** Prints rows below those that it has printed, the header above the first. */
    public void print(PrintWriter out, List<List<Cell>> rows) {
        if (widths.length == 0) {
            widths = widths(rows);
            List<Cell> header = new ArrayList<>();
            columns.forEach(column -> header.add(new Cell(column.name(), Style.FAINT)));
            out.print(line(header));
        }
        rows.forEach(row -> out.print(line(row)));
    }

    private int[] widths(List<List<Cell>> rows) {
        int[] widest = new int[columns.size()];
        for (int i = 0; i < widest.length; i++) {
            widest[i] = width(columns.get(i).name());
            for (List<Cell> row : rows) {
                widest[i] = Math.max(widest[i], width(row.get(i).text()));
            }
        }
        return widest;
    }

    private String line(List<Cell> row) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            Cell cell = row.get(i);
            String styled = cell.style() == null ? cell.text() : cell.style().on(cell.text(), colour);
            String space = " ".repeat(Math.max(0, widths[i] - width(cell.text())));
            boolean last = i == row.size() - 1;
            line.append(columns.get(i).right() ? space + styled : last ? styled : styled + space);
            line.append(last ? "\n" : GAP);
        }
        return line.toString();
    }

    /** In places of a terminal: East Asian characters and emoji take two, accents that combine none. */
    static int width(String text) {
        return text.codePoints().map(Table::width).sum();
    }

    private static int width(int c) {
        if (c < 0x300) {
            return 1;
        }
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        boolean wide = Character.isIdeographic(c)
                || (c >= 0x1100 && c <= 0x115F)
                || (c >= 0x3040 && c <= 0x30FF)
                || (c >= 0xAC00 && c <= 0xD7A3)
                || (c >= 0xFF01 && c <= 0xFF60)
                || (c >= 0x1F300 && c <= 0x1FAFF);
        return wide ? 2 : 1;
    }
}
