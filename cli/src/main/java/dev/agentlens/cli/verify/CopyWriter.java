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
    private final StringBuilder row = new StringBuilder(1024);
    private final MessageDigest sha256 = sha256();

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
        row.setLength(0);
        for (int i = 0; i < columns; i++) {
            if (i > 0) {
                row.append('\t');
            }
            Object value = i < values.length ? values[i] : null;
            if (value == null) {
                row.append("\\N");
            } else if (value instanceof RawJson json) {
                json.updateDigest(sha256);
                bytes(sha256.digest(), HASH_BYTES);
            } else if (value instanceof Hashed hashed) {
                bytes(sha256.digest(hashed.text().getBytes(UTF_8)), HASH_BYTES);
            } else if (value instanceof byte[] bytes) {
                bytes(bytes, bytes.length);
            } else {
                text(value.toString());
            }
        }
        row.append('\n');
        try {
            copy.write(row.toString().getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void bytes(byte[] bytes, int length) {
        row.append("\\\\x").append(HEX.formatHex(bytes, 0, length));
    }

    private void text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\\' -> row.append("\\\\");
                case '\t' -> row.append("\\t");
                case '\n' -> row.append("\\n");
                case '\r' -> row.append("\\r");
                default -> row.append(c);
            }
        }
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
