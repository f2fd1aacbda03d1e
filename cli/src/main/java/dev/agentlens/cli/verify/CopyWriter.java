/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.verify;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.agentlens.common.json.RawJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.PGCopyOutputStream;

/** Adds rows to a table in the text format of PostgreSQL's COPY, a piece of 64 KB at a time. */
final class CopyWriter implements AutoCloseable {

    private static final int PIECE_BYTES = 64 * 1024;
    private static final int HASH_BYTES = 8;
    private static final HexFormat HEX = HexFormat.of();

    private final PGCopyOutputStream copy;
    private final int columns;

    /** @param columns of the table */
    CopyWriter(Connection connection, String table, int columns) throws SQLException {
        copy = new PGCopyOutputStream(
                connection.unwrap(PGConnection.class), "copy " + table + " from stdin", PIECE_BYTES);
        this.columns = columns;
    }

    /** A text of any length, written as the start of its SHA-256. */
    record Hashed(String text) {}

    /** @param values of the first columns; the others are null. JSON is written as the start of its SHA-256 */
    void row(@Nullable Object... values) {
        write(encoded(values));
    }

    /** The row that {@link #row} would write, for {@link #write}; by any thread. */
    byte[] encoded(@Nullable Object... values) {
        StringBuilder row = new StringBuilder(1024);
        MessageDigest sha256 = sha256();
        for (int i = 0; i < columns; i++) {
            if (i > 0) {
                row.append('\t');
            }
            Object value = i < values.length ? values[i] : null;
            if (value == null) {
                row.append("\\N");
            } else if (value instanceof RawJson json) {
                json.updateDigest(sha256);
                hex(row, sha256.digest(), HASH_BYTES);
            } else if (value instanceof Hashed hashed) {
                hex(row, sha256.digest(hashed.text().getBytes(UTF_8)), HASH_BYTES);
            } else if (value instanceof byte[] bytes) {
                hex(row, bytes, bytes.length);
            } else {
                escaped(row, value.toString());
            }
        }
        return row.append('\n').toString().getBytes(UTF_8);
    }

    void write(byte[] row) {
        try {
            copy.write(row);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void hex(StringBuilder row, byte[] bytes, int length) {
        row.append("\\\\x").append(HEX.formatHex(bytes, 0, length));
    }

    private static void escaped(StringBuilder row, String text) {
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            String escape = switch (text.charAt(i)) {
                case '\\' -> "\\\\";
                case '\t' -> "\\t";
                case '\n' -> "\\n";
                case '\r' -> "\\r";
                default -> "";
            };
            if (!escape.isEmpty()) {
                row.append(text, from, i).append(escape);
                from = i + 1;
            }
        }
        row.append(text, from, text.length());
    }

    @Override
    public void close() {
        try {
            copy.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JVM has SHA-256", e);
        }
    }
}
