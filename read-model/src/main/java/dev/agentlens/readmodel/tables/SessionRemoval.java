/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import dev.agentlens.readmodel.fold.RollupChanges;
import dev.agentlens.readmodel.fold.SessionState;
import dev.agentlens.readmodel.tables.SessionTable.Stored;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Removes sessions from the read tables as if their events had never been: rows, and what they add to the rollups. */
final class SessionRemoval {

    private static final String DELETE = """
            delete from events where session_id = any (?::text[]);
            delete from sessions where session_id = any (?::text[]);
            delete from session_search where session_id = any (?::text[])
            """;

    private final Connection connection;

    /** @param connection with a transaction that holds the rows of {@code projection_offsets} of the sessions' partitions */
    SessionRemoval(Connection connection) {
        this.connection = connection;
    }

    void remove(Collection<String> sessionIds) throws SQLException {
        List<String> ids = List.copyOf(sessionIds);
        RollupChanges rollups = new RollupChanges();
        for (Stored stored : find(ids).values()) {
            subtract(stored.state(), rollups);
        }
        try (PreparedStatement statement = connection.prepareStatement(RollupTables.ADD + ";" + UsageTables.ADD)) {
            ArrayParameters parameters = new ArrayParameters(statement);
            RollupTables.bindAdd(parameters, rollups);
            UsageTables.bindAdd(parameters, UsageTables.Rows.of(rollups));
            statement.execute();
        }
        try (PreparedStatement statement = connection.prepareStatement(DELETE)) {
            ArrayParameters parameters = new ArrayParameters(statement);
            parameters.text(ids, id -> id).text(ids, id -> id).text(ids, id -> id);
            statement.execute();
        }
    }

    private Map<String, Stored> find(List<String> ids) throws SQLException {
        Map<String, Stored> found = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(SessionTable.FIND)) {
            SessionTable.bindFind(new ArrayParameters(statement), ids);
            SessionTable.find(statement.executeQuery(), ids, found, new HashSet<>());
        }
        return found;
    }

    private void subtract(SessionState session, RollupChanges rollups) throws SQLException {
        EventTable.forEachCounted(
                connection,
                session.sessionId(),
                (event, partition, offset) -> rollups.subtract(event, session, partition));
        rollups.subtract(session, partition(session.sessionId()));
    }

    /** The shard that counts the session: of the partition that has its events. */
    private int partition(String sessionId) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("select min(log_partition) from events where session_id = ?")) {
            statement.setString(1, sessionId);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }
}
