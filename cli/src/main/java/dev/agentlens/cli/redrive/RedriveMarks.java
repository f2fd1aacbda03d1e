/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.redrive;

import com.zaxxer.hikari.HikariDataSource;
import dev.agentlens.cli.CommandFailedException;
import dev.agentlens.cli.connect.RunningSystem;
import dev.agentlens.cli.redrive.Entry.Fingerprint;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.SqlArrayValue;

/**
 * The records that were already redriven. They are in a schema of their own, because a rebuild of the read tables would
 * drop them.
 */
final class RedriveMarks implements AutoCloseable {

    static final String SCHEMA = "agentlens_control";

    private final HikariDataSource dataSource;
    private final JdbcClient jdbc;

    private RedriveMarks(HikariDataSource dataSource) {
        this.dataSource = dataSource;
        jdbc = JdbcClient.create(dataSource);
    }

    /** Makes the schema if it is not there yet. */
    static RedriveMarks open(RunningSystem system) {
        // Flyway wants two connections.
        HikariDataSource dataSource = system.dataSource(SCHEMA, 2);
        try {
            Flyway.configure()
                    .dataSource(dataSource)
                    .locations("classpath:db/control")
                    .schemas(SCHEMA)
                    .defaultSchema(SCHEMA)
                    .load()
                    .migrate();
            return new RedriveMarks(dataSource);
        } catch (FlywayException e) {
            dataSource.close();
            throw unavailable(e);
        }
    }

    /** Those of these that were sent again. */
    Map<UUID, RedriveResult> of(Collection<Fingerprint> records) {
        Map<UUID, RedriveResult> marked = new HashMap<>();
        try {
            jdbc.sql("select fingerprint, redriven_at, refused from redriven where fingerprint = any (:fingerprints)")
                    .param("fingerprints", array("uuid", records, Fingerprint::digest))
                    .query(row -> {
                        marked.put(
                                row.getObject(1, UUID.class),
                                new RedriveResult(row.getTimestamp(2).toInstant(), row.getBoolean(3)));
                    });
        } catch (DataAccessException e) {
            throw unavailable(e);
        }
        return marked;
    }

    /**
     * @param refused see {@link RedriveResult}
     * @throws CommandFailedException if PostgreSQL does not take the marks
     */
    void mark(Collection<Fingerprint> sent, boolean refused) {
        try {
            jdbc.sql("""
                            insert into redriven (fingerprint, topic, log_partition, log_offset, refused)
                            select *, :refused from unnest(:fingerprint, :topic, :log_partition, :log_offset)
                                as sent (fingerprint, topic, log_partition, log_offset)
                            on conflict do nothing
                            """)
                    .param("fingerprint", array("uuid", sent, Fingerprint::digest))
                    .param("topic", array("text", sent, Fingerprint::topic))
                    .param(
                            "log_partition",
                            array("int4", sent, one -> one.place().partition()))
                    .param("log_offset", array("int8", sent, one -> one.place().offset()))
                    .param("refused", refused)
                    .update();
        } catch (DataAccessException e) {
            throw new CommandFailedException(
                    sent.size() + " records were sent, but PostgreSQL did not take note of it (" + cause(e)
                            + "). Start the same command again: what is sent twice counts once",
                    e);
        }
    }

    @Override
    public void close() {
        dataSource.close();
    }

    private static SqlArrayValue array(
            String type, Collection<Fingerprint> records, Function<Fingerprint, Object> column) {
        return new SqlArrayValue(type, records.stream().map(column).toArray());
    }

    private static CommandFailedException unavailable(Exception failure) {
        return new CommandFailedException(
                "PostgreSQL does not say what was redriven already (" + cause(failure)
                        + "); nothing was sent. Is it running?",
                failure);
    }

    private static String cause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }
}
