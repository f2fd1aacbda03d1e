/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.cli.parquet.ParquetSchema.Column;
import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.RawJson;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * CSV by RFC 4180, with the same rules as the API's: JSON columns hold compact JSON, a cell that a spreadsheet would run as
 * a formula gets a leading {@code '}, NUL is written as {@code \\u0000}.
 */
final class CsvRows implements Rows {

    private static final CSVFormat FORMAT =
            CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();
    /** How it begins: with one of the four signs, also in full width, which spreadsheets read as the same. */
    private static final Pattern FORMULA =
            Pattern.compile("[\\t\\r]|[\\s\\p{Z}\\p{Cf}\\p{Cc}]*[=+@\\-\uFF1D\uFF0B\uFF0D\uFF20]");

    private final Columns columns;
    private final CSVPrinter csv;

    CsvRows(OutputStream out, Columns columns) throws IOException {
        this.columns = columns;
        csv = new CSVPrinter(new OutputStreamWriter(out, UTF_8), FORMAT);
        csv.printRecord(columns.schema().columns().stream().map(Column::name).toList());
    }

    @Override
    public void add(Map<String, RawJson> object) throws IOException {
        List<String> row = new ArrayList<>();
        columns.cells(object).forEach(value -> row.add(cell(value)));
        csv.printRecord(row);
    }

    @Override
    public void close() throws IOException {
        csv.close(true);
    }

    private static String cell(@Nullable RawJson value) {
        if (value == null) {
            return "";
        }
        String string = value.string();
        String text = string == null ? value.text() : string.replace("\0", "\\u0000");
        return value.kind() != JsonKind.NUMBER && FORMULA.matcher(text).lookingAt() ? "'" + text : text;
    }
}
