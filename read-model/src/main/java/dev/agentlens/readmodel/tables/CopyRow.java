/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.common.json.RawJson;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ByteConverter;

/**
 * Makes rows in the binary format of PostgreSQL's COPY, one after the other: the number of columns, then of each value its
 * length, -1 for null, and its bytes. Needs no connection.
 */
final class CopyRow {

    private static final int NULL = -1;
    private static final int BIGINT_OID = 20;
    private static final int INTEGER_OID = 23;
    private static final int TEXT_OID = 25;
    private static final long EPOCH_SECOND_OF_2000 = 946_684_800;

    // PostgreSQL's numeric has digits of this base.
    private static final int GROUP = 10_000;
    private static final int GROUP_DIGITS = 4;

    /** With four more, they still fit into a long. */
    private static final int PLAIN_DIGITS = 14;

    private final int columns;
    private ByteBuffer row = ByteBuffer.allocate(4096);

    CopyRow(int columns) {
        this.columns = columns;
    }

    /** Begins the next row; its values follow in the order of the columns. */
    CopyRow begin() {
        row.clear().putShort((short) columns);
        return this;
    }

    /** The row that was begun. */
    byte[] bytes() {
        return Arrays.copyOf(row.array(), row.position());
    }

    CopyRow text(@Nullable String value) {
        return value == null ? none() : bytes(value.getBytes(UTF_8));
    }

    /** Of texts; null where there are none. */
    CopyRow textArray(Collection<String> values, boolean nullIfEmpty) {
        if (values.isEmpty()) {
            // No dimensions, no nulls, elements of type text.
            return nullIfEmpty
                    ? none()
                    : bytes(ByteBuffer.allocate(12).putInt(8, TEXT_OID).array());
        }
        List<byte[]> texts = values.stream().map(value -> value.getBytes(UTF_8)).toList();
        int length = 20
                + texts.stream().mapToInt(text -> Integer.BYTES + text.length).sum();
        // One dimension, no nulls, its length, its first index.
        ByteBuffer out = room(length)
                .putInt(length)
                .putInt(1)
                .putInt(0)
                .putInt(TEXT_OID)
                .putInt(texts.size())
                .putInt(1);
        texts.forEach(text -> out.putInt(text.length).put(text));
        return this;
    }

    CopyRow integerArray(Collection<Integer> values) {
        ByteBuffer out = array(INTEGER_OID, values.size(), Integer.BYTES);
        values.forEach(value -> out.putInt(Integer.BYTES).putInt(value));
        return this;
    }

    CopyRow bigintArray(Collection<Long> values) {
        ByteBuffer out = array(BIGINT_OID, values.size(), Long.BYTES);
        values.forEach(value -> out.putInt(Long.BYTES).putLong(value));
        return this;
    }

    /** Begins an array: one dimension unless it is empty, no nulls, its length, its first index. */
    private ByteBuffer array(int elementOid, int size, int elementBytes) {
        if (size == 0) {
            return room(12).putInt(12).putInt(0).putInt(0).putInt(elementOid);
        }
        int length = 20 + size * (Integer.BYTES + elementBytes);
        return room(length)
                .putInt(length)
                .putInt(1)
                .putInt(0)
                .putInt(elementOid)
                .putInt(size)
                .putInt(1);
    }

    CopyRow trueOrNull(boolean value) {
        return value ? bytes(new byte[] {1}) : none();
    }

    /** Null for 0. */
    CopyRow bigintOrNull(long value) {
        return value == 0 ? none() : bigint(value);
    }

    /** The text of a JSON value. */
    CopyRow json(@Nullable RawJson value) {
        if (value == null) {
            return none();
        }
        ByteBuffer out = room(value.length()).putInt(value.length());
        out.position(value.copyTo(out.array(), out.position()));
        return this;
    }

    CopyRow integer(int value) {
        room(Integer.BYTES).putInt(Integer.BYTES).putInt(value);
        return this;
    }

    CopyRow bigint(long value) {
        room(Long.BYTES).putInt(Long.BYTES).putLong(value);
        return this;
    }

    CopyRow numeric(@Nullable BigDecimal value) {
        if (value == null) {
            return none();
        }
        if (value.signum() >= 0
                && value.scale() >= 0
                && value.scale() <= GROUP_DIGITS
                && value.precision() <= PLAIN_DIGITS) {
            return plainNumeric(value);
        }
        return bytes(ByteConverter.numeric(value.setScale(Math.max(0, value.scale()))));
    }

    /**
     * Without the arithmetic of large numbers: the count of base-10,000 digits, the weight of the first, the sign, the
     * decimals, and the digits, of which the last is behind the point.
     */
    private CopyRow plainNumeric(BigDecimal value) {
        long digits = value.movePointRight(GROUP_DIGITS).longValueExact();
        int count = 2;
        for (long left = digits / GROUP / GROUP; left > 0; left /= GROUP) {
            count++;
        }
        int length = Short.BYTES * (4 + count);
        ByteBuffer out = room(length)
                .putInt(length)
                .putShort((short) count)
                .putShort((short) (count - 2))
                .putShort((short) 0)
                .putShort((short) value.scale());
        int end = out.position() + Short.BYTES * count;
        for (int at = end - Short.BYTES; at >= out.position(); at -= Short.BYTES) {
            out.putShort(at, (short) (digits % GROUP));
            digits /= GROUP;
        }
        out.position(end);
        return this;
    }

    /** With microseconds; anything finer is cut off. */
    CopyRow timestamptz(@Nullable Instant value) {
        return value == null
                ? none()
                : bigint((value.getEpochSecond() - EPOCH_SECOND_OF_2000) * 1_000_000 + value.getNano() / 1_000);
    }

    private CopyRow none() {
        room(0).putInt(NULL);
        return this;
    }

    private CopyRow bytes(byte[] value) {
        room(value.length).putInt(value.length).put(value);
        return this;
    }

    /** The buffer, with room for a value of {@code length} bytes and its length. */
    private ByteBuffer room(int length) {
        int needed = row.position() + Integer.BYTES + length;
        if (needed > row.capacity()) {
            byte[] larger = Arrays.copyOf(row.array(), Math.max(needed, 2 * row.capacity()));
            row = ByteBuffer.wrap(larger).position(row.position());
        }
        return row;
    }
}
