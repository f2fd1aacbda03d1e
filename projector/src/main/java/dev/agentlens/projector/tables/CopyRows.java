/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.tables;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.ByteConverter;
import org.postgresql.util.ByteStreamWriter;

/** Rows in the binary format of PostgreSQL's COPY: each value its length, -1 for null, and then its bytes. */
final class CopyRows {

    private static final byte[] HEADER = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', -1, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0};
    private static final int NULL = -1;
    private static final long EPOCH_SECOND_OF_2000 = 946_684_800;

    private final int columns;
    private ByteBuffer out = ByteBuffer.allocate(1 << 20).put(HEADER);

    CopyRows(int columns) {
        this.columns = columns;
    }

    /** Begins a row; its values follow in the order of the columns. */
    CopyRows begin() {
        room(Short.BYTES).putShort((short) columns);
        return this;
    }

    CopyRows text(@Nullable String value) {
        return value == null ? none() : bytes(value.getBytes(UTF_8));
    }

    CopyRows integer(int value) {
        room(Integer.BYTES).putInt(Integer.BYTES).putInt(value);
        return this;
    }

    CopyRows bigint(long value) {
        room(Long.BYTES).putInt(Long.BYTES).putLong(value);
        return this;
    }

    CopyRows numeric(@Nullable BigDecimal value) {
        return value == null ? none() : bytes(ByteConverter.numeric(value.setScale(Math.max(0, value.scale()))));
    }

    /** With microseconds; anything finer is cut off. */
    CopyRows timestamptz(Instant value) {
        return bigint((value.getEpochSecond() - EPOCH_SECOND_OF_2000) * 1_000_000 + value.getNano() / 1_000);
    }

    /** All of it, to be sent; no row may follow. */
    ByteStreamWriter end() {
        room(Short.BYTES).putShort((short) -1);
        return ByteStreamWriter.of(out.flip());
    }

    private CopyRows none() {
        room(0).putInt(NULL);
        return this;
    }

    private CopyRows bytes(byte[] value) {
        room(value.length).putInt(value.length).put(value);
        return this;
    }

    /** The buffer, with room for a value of {@code length} bytes and its length. */
    private ByteBuffer room(int length) {
        int needed = out.position() + Integer.BYTES + length;
        if (needed > out.capacity()) {
            byte[] larger = Arrays.copyOf(out.array(), Math.max(needed, 2 * out.capacity()));
            out = ByteBuffer.wrap(larger).position(out.position());
        }
        return out;
    }
}
