/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.cli.rebuild;

import dev.agentlens.common.event.EventTopic;
import dev.agentlens.readmodel.tables.ReadSchema;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The live read schema, the one that is being filled, and the one that was live before. */
final class Schemas {

    private final JdbcClient jdbc;
    private final TransactionTemplate transaction;

    Schemas(DataSource dataSource) {
        jdbc = JdbcClient.create(dataSource);
        transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    boolean exists(String schema) {
        return jdbc.sql("select to_regnamespace(:schema) is not null")
                .param("schema", schema)
                .query(Boolean.class)
                .single();
    }

    /** Kafka's id of the topic that the schema's tables are a fold of; null where they are empty yet or not there. */
    @Nullable
    String source(String schema) {
        if (!has(schema, "projection_source")) {
            return null;
        }
        return jdbc.sql("select topic_id from %s.projection_source where topic = :topic".formatted(schema))
                .param("topic", EventTopic.EVENTS)
                .query(String.class)
                .optional()
                .orElse(null);
    }

    /** Where the schema's projection is, by partition. */
    Map<Integer, Long> nextOffsets(String schema) {
        Map<Integer, Long> nextOffsets = new HashMap<>();
        if (has(schema, "projection_offsets")) {
            jdbc.sql("select log_partition, next_offset from %s.projection_offsets where topic = :topic"
                            .formatted(schema))
                    .param("topic", EventTopic.EVENTS)
                    .query(row -> {
                        nextOffsets.put(row.getInt(1), row.getLong(2));
                    });
        }
        return nextOffsets;
    }

    /** Copies erasures that the log no longer has into the schema that is being filled. */
    void keepErasures(LogExtent log) {
        if (!has(ReadSchema.LIVE, "erased_sessions")) {
            return;
        }
        boolean sameLog = log.topicId().equals(source(ReadSchema.LIVE));
        log.starts()
                .forEach((partition, start) -> jdbc.sql("""
                        insert into %s.erased_sessions (session_id, log_partition, log_offset, erased_at)
                        select session_id, log_partition, least(log_offset, :start - 1), erased_at
                        from %s.erased_sessions
                        where log_partition = :partition and (log_offset < :start or not :same_log)
                        on conflict do nothing
                        """.formatted(ReadSchema.REBUILD, ReadSchema.LIVE))
                        .param("partition", partition)
                        .param("start", start)
                        .param("same_log", sameLog)
                        .update());
    }

    /** Copies the prices into the schema that is being filled. */
    void keepPrices() {
        if (has(ReadSchema.LIVE, "price_list")) {
            jdbc.sql("insert into %s.price_list select * from %s.price_list on conflict do nothing"
                            .formatted(ReadSchema.REBUILD, ReadSchema.LIVE))
                    .update();
        }
    }

    /** Of the schema's tables and indexes, on disk. */
    long bytes(String schema) {
        return jdbc.sql("""
                        select coalesce(sum(pg_total_relation_size(c.oid)), 0)::bigint
                        from pg_class c
                        where c.relnamespace = to_regnamespace(:schema) and c.relkind = 'r'
                        """).param("schema", schema).query(Long.class).single();
    }

    /** Gives the planner its statistics and the index-only scans their map, as if the tables had lived for a long time. */
    void vacuum(String schema) {
        jdbc.sql("""
                        select relname from pg_class
                        where relnamespace = to_regnamespace(:schema) and relkind = 'r' order by relname
                        """)
                .param("schema", schema)
                .query(String.class)
                .list()
                .forEach(table -> jdbc.sql("vacuum (analyze) %s.%s".formatted(schema, table))
                        .update());
    }

    /**
     * Makes the filled schema the live one, in one transaction. Projectors wait meanwhile, readers do not.
     *
     * @param caughtUp brings the filled schema to where the live one is, which nobody moves on meanwhile; false if it
     *     did not succeed soon, and then nothing is switched
     * @return whether it was switched; false also where a projector's transaction did not end soon
     */
    boolean trade(BooleanSupplier caughtUp) {
        try {
            return Boolean.TRUE.equals(transaction.execute(status -> {
                if (has(ReadSchema.LIVE, "projection_offsets")) {
                    jdbc.sql("set local lock_timeout = '5s'").update();
                    // Every projection starts by locking rows of this table. A transaction that waited for the lock
                    // resolves the name again, and finds the new table.
                    jdbc.sql("lock table %s.projection_offsets in exclusive mode".formatted(ReadSchema.LIVE))
                            .update();
                    if (!caughtUp.getAsBoolean()) {
                        status.setRollbackOnly();
                        return false;
                    }
                    jdbc.sql("alter schema %s rename to %s".formatted(ReadSchema.LIVE, ReadSchema.RETIRED))
                            .update();
                }
                jdbc.sql("alter schema %s rename to %s".formatted(ReadSchema.REBUILD, ReadSchema.LIVE))
                        .update();
                return true;
            }));
        } catch (CannotAcquireLockException e) {
            return false;
        }
    }

    /** @return false if it is still being read */
    boolean tryDrop(String schema) {
        try {
            transaction.executeWithoutResult(status -> {
                jdbc.sql("set local lock_timeout = '10s'").update();
                jdbc.sql("drop schema if exists %s cascade".formatted(schema)).update();
            });
            return true;
        } catch (CannotAcquireLockException e) {
            return false;
        }
    }

    private boolean has(String schema, String table) {
        return jdbc.sql("select to_regclass(:name) is not null")
                .param("name", schema + "." + table)
                .query(Boolean.class)
                .single();
    }
}
