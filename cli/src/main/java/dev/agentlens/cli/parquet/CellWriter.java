/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.parquet;

import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/** A cell of an optional column that is not repeated. */
final class CellWriter {

    private static final int NOT_REPEATED = 0;
    private static final int ABSENT = 0;
    private static final int PRESENT = 1;

    private CellWriter() {}

    static void write(ColumnWriter column, @Nullable Object cell) {
        if (cell == null) {
            column.writeNull(NOT_REPEATED, ABSENT);
        } else if (cell instanceof Binary bytes) {
            column.write(bytes, NOT_REPEATED, PRESENT);
        } else if (cell instanceof Long number) {
            column.write(number.longValue(), NOT_REPEATED, PRESENT);
        } else if (cell instanceof Double number) {
            column.write(number.doubleValue(), NOT_REPEATED, PRESENT);
        } else {
            throw new IllegalArgumentException(
                    "No column holds a " + cell.getClass().getSimpleName());
        }
    }
}
