/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.tables;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.stream.Stream;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.util.PSQLException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** Adds rows by COPY, which takes one for less than half of what an INSERT with a conflict clause does. */
final class BinaryCopy {

    // A signature, no flags, no extension.
    private static final byte[] HEADER = "PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0".getBytes(ISO_8859_1);
    private static final byte[] TRAILER = {-1, -1};

    private static final int PIECE_BYTES = 64 * 1024;

    private BinaryCopy() {}

    /**
     * @param statement {@code copy ... from stdin (format binary)}
     * @param key constraint of the table that says what a row is
     * @param rows as {@link CopyRow} makes them
     * @throws ConcurrentChangeException if a row is there by now: another transaction has added it
     */
    static void into(JdbcTemplate template, String statement, String key, Stream<byte[]> rows) {
        template.execute((ConnectionCallback<Long>) connection -> {
            CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(statement);
            try {
                return send(copy, rows.iterator());
            } catch (PSQLException e) {
                if (e.getServerErrorMessage() != null
                        && key.equals(e.getServerErrorMessage().getConstraint())) {
                    throw new ConcurrentChangeException("Rows of this batch were added by another projector meanwhile");
                }
                throw e;
            } finally {
                if (copy.isActive()) {
                    copy.cancelCopy();
                }
            }
        });
    }

    /** Piece by piece, so that PostgreSQL works on the first rows while the last are sent. */
    private static long send(CopyIn copy, Iterator<byte[]> rows) throws SQLException {
        ByteArrayOutputStream piece = new ByteArrayOutputStream(2 * PIECE_BYTES);
        piece.writeBytes(HEADER);
        while (rows.hasNext()) {
            piece.writeBytes(rows.next());
            if (piece.size() >= PIECE_BYTES) {
                send(copy, piece);
            }
        }
        piece.writeBytes(TRAILER);
        send(copy, piece);
        return copy.endCopy();
    }

    private static void send(CopyIn copy, ByteArrayOutputStream piece) throws SQLException {
        byte[] bytes = piece.toByteArray();
        copy.writeToCopy(bytes, 0, bytes.length);
        piece.reset();
    }
}
