/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Adds rows by COPY. Closing it before its end adds none. */
final class BinaryCopy implements AutoCloseable {

    // A signature, no flags, no extension.
    private static final byte[] HEADER = "PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0".getBytes(ISO_8859_1);
    private static final byte[] TRAILER = {-1, -1};

    private static final int PIECE_BYTES = 64 * 1024;

    private final CopyIn copy;

    /** @param statement {@code copy ... from stdin (format binary)} */
    BinaryCopy(Connection connection, String statement) throws SQLException {
        copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
    }

    /**
     * @param statement {@code copy ... from stdin (format binary)}
     * @param rows as {@link CopyRow} makes them
     */
    static void into(Connection connection, String statement, Iterable<byte[]> rows) throws SQLException {
        try (BinaryCopy copy = new BinaryCopy(connection, statement)) {
            copy.send(rows);
            copy.end();
        }
    }

    /**
     * Sends all rows, in pieces, so that PostgreSQL works on the first while the last are sent; it may still do so when this
     * returns.
     */
    void send(Iterable<byte[]> rows) throws SQLException {
        byte[] piece = new byte[PIECE_BYTES];
        int length = append(piece, 0, HEADER);
        for (byte[] row : rows) {
            if (length + row.length > PIECE_BYTES) {
                copy.writeToCopy(piece, 0, length);
                length = 0;
            }
            if (row.length > PIECE_BYTES) {
                copy.writeToCopy(row, 0, row.length);
            } else {
                length = append(piece, length, row);
            }
        }
        copy.writeToCopy(piece, 0, length);
        copy.writeToCopy(TRAILER, 0, TRAILER.length);
        copy.flushCopy();
    }

    /** Returns when the rows are in the table. */
    void end() throws SQLException {
        copy.endCopy();
    }

    @Override
    public void close() throws SQLException {
        if (copy.isActive()) {
            copy.cancelCopy();
        }
    }

    private static int append(byte[] piece, int length, byte[] bytes) {
        System.arraycopy(bytes, 0, piece, length, bytes.length);
        return length + bytes.length;
    }
}
