/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.connect;

import dev.agentlens.cli.CommandFailedException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/**
 * Keeps commands that would disturb each other apart, also when they run on different machines: PostgreSQL advisory locks,
 * which end with their connection. One rebuild at a time; no switch of the read tables while they are being verified.
 */
public final class MaintenanceLock implements AutoCloseable {

    /** Held by the rebuild that is running. */
    private static final long REBUILD = 4_703_221_001L;

    /** Shared by verifications that are running; held alone by a rebuild while it switches. */
    private static final long NAMES = 4_703_221_002L;

    private static final int PAUSE_MS = 500;

    private final Connection connection;

    private MaintenanceLock(Connection connection) {
        this.connection = connection;
    }

    /** @throws CommandFailedException if another rebuild is running */
    public static MaintenanceLock ofRebuild(DataSource dataSource) {
        MaintenanceLock lock = open(dataSource);
        if (!lock.call("pg_try_advisory_lock(" + REBUILD + ")")) {
            lock.close();
            throw new CommandFailedException("Another rebuild is running; wait for it, or end it first");
        }
        return lock;
    }

    /** For as long as it is open, no rebuild switches the tables. */
    public static MaintenanceLock ofVerification(DataSource dataSource) {
        MaintenanceLock lock = open(dataSource);
        lock.await("pg_try_advisory_lock_shared(" + NAMES + ")", () -> {});
        return lock;
    }

    /**
     * Returns when no verification is running; none begins until {@link #letVerify()}.
     *
     * @param waiting is run once if it has to wait
     */
    public void awaitVerifications(Runnable waiting) {
        await("pg_try_advisory_lock(" + NAMES + ")", waiting);
    }

    public void letVerify() {
        call("pg_advisory_unlock(" + NAMES + ")");
    }

    @Override
    public void close() {
        try {
            call("pg_advisory_unlock_all() is not null");
            connection.close();
        } catch (SQLException e) {
            throw new CommandFailedException("PostgreSQL: " + e.getMessage(), e);
        }
    }

    private static MaintenanceLock open(DataSource dataSource) {
        try {
            return new MaintenanceLock(dataSource.getConnection());
        } catch (SQLException e) {
            throw new CommandFailedException("PostgreSQL does not answer: " + e.getMessage() + "; is it running?", e);
        }
    }

    private void await(String tryLock, Runnable waiting) {
        boolean reported = false;
        while (!call(tryLock)) {
            if (!reported) {
                waiting.run();
                reported = true;
            }
            try {
                Thread.sleep(PAUSE_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new CommandFailedException("Interrupted", e);
            }
        }
    }

    private boolean call(String function) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("select " + function)) {
            return result.next() && result.getBoolean(1);
        } catch (SQLException e) {
            throw new CommandFailedException("PostgreSQL does not answer any more: " + e.getMessage(), e);
        }
    }
}
