/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * Columns of rows as PostgreSQL arrays, for {@code unnest}. The arrays are of the very type that the driver sends in
 * binary form: an {@code Object[]} would go out as text, each value escaped here and parsed there.
 */
final class SqlArrays {

    /** Between texts that are sent and read as one; no short text has it. In SQL, E'\\x1f'. */
    private static final String SEPARATOR = "\u001f";

    private SqlArrays() {}

    /** For {@code string_to_array}; an empty text where there are none, which that makes an empty array. */
    static String joined(Collection<String> texts) {
        return String.join(SEPARATOR, texts);
    }

    /** Of {@code array_to_string}. */
    static List<String> split(@Nullable String joined) {
        return joined == null || joined.isEmpty() ? List.of() : List.of(joined.split(SEPARATOR, -1));
    }

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
