/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.e2e.check;

import dev.agentlens.e2e.cluster.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/** The table {@code projection_offsets}, where the projection accounts for each record of the log. */
final class Ledger {

    private final Database database;

    Ledger(Database database) {
        this.database = database;
    }

    /** The counts of a partition's records up to {@code nextOffset}. */
    record Row(long nextOffset, long projected, long duplicates, long conflicts, long deadLettered, long erased) {

        long accounted() {
            return projected + duplicates + conflicts + deadLettered + erased;
        }
    }

    /** By partition. */
    Map<Integer, Row> read() throws SQLException {
        Map<Integer, Row> rows = new TreeMap<>();
        try (Connection connection = database.connect();
                PreparedStatement statement = connection.prepareStatement("""
                        select log_partition, next_offset, projected, duplicates, conflicts, dead_lettered, erased
                        from projection_offsets
                        where topic = ?
                        """)) {
            statement.setString(1, Log.EVENTS);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    rows.put(
                            row.getInt(1),
                            new Row(
                                    row.getLong(2),
                                    row.getLong(3),
                                    row.getLong(4),
                                    row.getLong(5),
                                    row.getLong(6),
                                    row.getLong(7)));
                }
            }
        }
        return rows;
    }
}
