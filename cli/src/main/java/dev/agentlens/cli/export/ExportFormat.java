/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/** How files are written. */
enum ExportFormat {
    NDJSON,
    CSV,
    JSON,
    PARQUET;

    /** What the names of its files end in. */
    String extension() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param out is closed with the rows */
    Rows rows(OutputStream out, Columns columns) throws IOException {
        return switch (this) {
            case NDJSON -> JsonRows.lines(out);
            case JSON -> JsonRows.list(out);
            case CSV -> new CsvRows(out, columns);
            case PARQUET -> new ParquetRows(out, columns);
        };
    }
}
