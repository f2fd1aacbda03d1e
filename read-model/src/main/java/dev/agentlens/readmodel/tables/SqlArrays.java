/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * Columns of rows as PostgreSQL arrays, for {@code unnest}. The arrays are of the very type that the driver sends in
 * binary form: an {@code Object[]} would go out as text, each value escaped here and parsed there.
 */
final class SqlArrays {

    private SqlArrays() {}

    static <T> SqlArrayValue text(Collection<T> rows, Function<T, @Nullable Object> column) {
        return new SqlArrayValue("text", (Object[]) rows.stream()
                .map(column)
                .map(value -> value == null ? null : value.toString())
                .toArray(String[]::new));
    }

    static <T> SqlArrayValue bigint(Collection<T> rows, Function<T, @Nullable Long> column) {
        return new SqlArrayValue("int8", (Object[]) rows.stream().map(column).toArray(Long[]::new));
    }

    static <T> SqlArrayValue integer(Collection<T> rows, Function<T, @Nullable Integer> column) {
        return new SqlArrayValue("int4", (Object[]) rows.stream().map(column).toArray(Integer[]::new));
    }
}
