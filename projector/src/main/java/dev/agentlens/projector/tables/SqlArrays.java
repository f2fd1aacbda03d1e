/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.tables;

import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;

/** Columns of rows as PostgreSQL arrays, for {@code unnest}. */
final class SqlArrays {

    private SqlArrays() {}

    static <T> SqlArrayValue text(Collection<T> rows, Function<T, @Nullable Object> column) {
        return array("text", rows, row -> {
            Object value = column.apply(row);
            return value == null ? null : value.toString();
        });
    }

    static <T> SqlArrayValue bigint(Collection<T> rows, Function<T, @Nullable Long> column) {
        return array("int8", rows, column::apply);
    }

    static <T> SqlArrayValue integer(Collection<T> rows, Function<T, @Nullable Integer> column) {
        return array("int4", rows, column::apply);
    }

    private static <T> SqlArrayValue array(String type, Collection<T> rows, Function<T, @Nullable Object> column) {
        return new SqlArrayValue(type, rows.stream().map(column).toArray());
    }
}
