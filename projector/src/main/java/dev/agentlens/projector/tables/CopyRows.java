/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.tables;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.ByteConverter;

/**
 * Writes rows in the binary format of PostgreSQL's COPY: each value its length, -1 for null, and then its bytes. They are
 * sent piece by piece, so that PostgreSQL works on the first while the last are made.
 */
final class CopyRows {

    // A signature, no flags, no extension.
    private static final byte[] HEADER = "PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0".getBytes(ISO_8859_1);
    private static final int NULL = -1;
    private static final long EPOCH_SECOND_OF_2000 = 946_684_800;

    private static final int PIECE_BYTES = 64 * 1024;

    private final CopyIn copy;
    private final int columns;
    private ByteBuffer out = ByteBuffer.allocate(2 * PIECE_BYTES).put(HEADER);

    CopyRows(CopyIn copy, int columns) {
        this.copy = copy;
        this.columns = columns;
    }

    /** Begins a row; its values follow in the order of the columns. */
    CopyRows begin() throws SQLException {
        if (out.position() >= PIECE_BYTES) {
            send();
        }
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
    CopyRows timestamptz(@Nullable Instant value) {
        return value == null
                ? none()
                : bigint((value.getEpochSecond() - EPOCH_SECOND_OF_2000) * 1_000_000 + value.getNano() / 1_000);
    }

    /** Sends what is left, and says how many rows PostgreSQL took. None may follow. */
    long end() throws SQLException {
        room(Short.BYTES).putShort((short) -1);
        send();
        return copy.endCopy();
    }

    private void send() throws SQLException {
        copy.writeToCopy(out.array(), 0, out.position());
        out.clear();
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
