/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sets the parameters of a statement in their order, each a column of rows as an array. The driver sends the arrays in binary
 * format.
 */
final class ArrayParameters {

    private final PreparedStatement statement;
    private int next = 1;

    ArrayParameters(PreparedStatement statement) {
        this.statement = statement;
    }

    ArrayParameters value(int value) throws SQLException {
        statement.setInt(next++, value);
        return this;
    }

    ArrayParameters value(String value) throws SQLException {
        statement.setString(next++, value);
        return this;
    }

    /** With the values' {@code toString}; for every type that PostgreSQL reads from text. */
    <T> ArrayParameters text(Collection<T> rows, Function<T, @Nullable Object> column) throws SQLException {
        @Nullable String[] values = new String[rows.size()];
        int i = 0;
        for (T row : rows) {
            Object value = column.apply(row);
            values[i++] = value == null ? null : value.toString();
        }
        return object(values);
    }

    <T> ArrayParameters bigint(Collection<T> rows, ToLongFunction<T> column) throws SQLException {
        long[] values = new long[rows.size()];
        int i = 0;
        for (T row : rows) {
            values[i++] = column.applyAsLong(row);
        }
        return object(values);
    }

    <T> ArrayParameters integer(Collection<T> rows, ToIntFunction<T> column) throws SQLException {
        int[] values = new int[rows.size()];
        int i = 0;
        for (T row : rows) {
            values[i++] = column.applyAsInt(row);
        }
        return object(values);
    }

    <T> ArrayParameters nullableInteger(Collection<T> rows, Function<T, @Nullable Integer> column) throws SQLException {
        @Nullable Integer[] values = new Integer[rows.size()];
        int i = 0;
        for (T row : rows) {
            values[i++] = column.apply(row);
        }
        return object(values);
    }

    private ArrayParameters object(Object array) throws SQLException {
        statement.setObject(next++, array);
        return this;
    }
}
