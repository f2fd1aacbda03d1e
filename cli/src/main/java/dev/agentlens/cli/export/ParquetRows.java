/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.export;

import static java.time.temporal.ChronoUnit.MICROS;

import dev.agentlens.cli.parquet.ParquetFile;
import dev.agentlens.cli.parquet.ParquetSchema.Column;
import dev.agentlens.cli.parquet.ParquetSchema.Kind;
import dev.agentlens.common.event.WireTime;
import dev.agentlens.common.json.JsonKind;
import dev.agentlens.common.json.RawJson;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/** Parquet; JSON columns hold compact JSON. A value that is not of its column's type is null there. */
final class ParquetRows implements Rows {

    private static final int SAFE_DIGITS = 18;

    private final Columns columns;
    private final ParquetFile file;

    ParquetRows(OutputStream out, Columns columns) throws IOException {
        this.columns = columns;
        file = new ParquetFile(out, columns.schema());
    }

    @Override
    public void add(Map<String, RawJson> object) throws IOException {
        List<Column> types = columns.schema().columns();
        List<@Nullable RawJson> values = columns.cells(object);
        List<@Nullable Object> row = new ArrayList<>(values.size());
        for (int i = 0; i < values.size(); i++) {
            RawJson value = values.get(i);
            row.add(value == null ? null : cell(types.get(i).kind(), value));
        }
        file.row(row);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private static @Nullable Object cell(Kind kind, RawJson value) {
        return switch (kind) {
            case JSON -> bytes(value);
            case ID, TEXT -> {
                String text = value.string();
                yield text == null ? null : Binary.fromString(text);
            }
            case TIME -> {
                String text = value.string();
                yield text == null ? null : microseconds(text);
            }
            case INTEGER -> value.kind() == JsonKind.NUMBER ? integer(value.text()) : null;
            case DECIMAL -> value.kind() == JsonKind.NUMBER ? Double.valueOf(value.text()) : null;
        };
    }

    private static Binary bytes(RawJson json) {
        byte[] bytes = new byte[json.length()];
        json.copyTo(bytes, 0);
        return Binary.fromConstantByteArray(bytes);
    }

    private static @Nullable Long microseconds(String text) {
        try {
            return MICROS.between(Instant.EPOCH, WireTime.read(text));
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }

    private static @Nullable Long integer(String digits) {
        if (digits.length() <= SAFE_DIGITS && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Long.valueOf(digits);
        }
        BigDecimal number = new BigDecimal(digits);
        return number.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0 ? Long.MAX_VALUE : number.longValue();
    }
}
