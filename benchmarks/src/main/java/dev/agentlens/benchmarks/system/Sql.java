/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.benchmarks.system;

import dev.agentlens.e2e.cluster.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Statements beside what is measured. */
public final class Sql {

    private static final int LIMIT_MS = 600_000;

    private Sql() {}

    /** Each in a transaction of its own. */
    public static void run(Database database, String... statements) {
        try (Connection connection = open(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(String.join("; ", statements), e);
        }
    }

    /** The first column of the first row. */
    public static String text(Database database, String sql) {
        try (Connection connection = open(database);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** A connection that waits long for responses. */
    public static Connection open(Database database) throws SQLException {
        Connection connection = database.connect();
        connection.setNetworkTimeout(Runnable::run, LIMIT_MS);
        return connection;
    }
}
