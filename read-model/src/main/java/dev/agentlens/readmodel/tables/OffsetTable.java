/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import dev.agentlens.common.event.EventTopic;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The tables {@code projection_source} and {@code projection_offsets}: which log the tables are a fold of, and up to
 * which offsets.
 */
final class OffsetTable {

    /**
     * Locks the partitions of an array and reads their positions. A transaction that waits for a lock reads what its
     * holder wrote.
     */
    static final String LOCK = """
            select log_partition, next_offset, (select digest::varchar(100) from price_list) as price_digest
            from projection_offsets
            where topic = ? and log_partition = any (?::int[])
            order by log_partition
            for update
            """;

    /** Advances partitions, in arrays, to the ends of their batches and adds to their counters. */
    static final String ADVANCE = """
            update projection_offsets as o
            set next_offset = b.next_offset,
                leader_epoch = coalesce(b.leader_epoch, o.leader_epoch),
                projected = o.projected + b.projected,
                duplicates = o.duplicates + b.duplicates,
                conflicts = o.conflicts + b.conflicts,
                dead_lettered = o.dead_lettered + b.dead_lettered,
                erased = o.erased + b.erased
            from (
                select (?::int[])[n] as log_partition, (?::bigint[])[n] as next_offset, (?::int[])[n] as leader_epoch,
                       (?::bigint[])[n] as projected, (?::bigint[])[n] as duplicates, (?::bigint[])[n] as conflicts,
                       (?::bigint[])[n] as dead_lettered, (?::bigint[])[n] as erased
                from (select generate_series(1, ?) as n) as rows
            ) as b
            where o.topic = ? and o.log_partition = b.log_partition
            """;

    private final JdbcClient jdbc;

    OffsetTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Kafka's id of the topic that the tables are a fold of; {@code topicId} where they are empty yet. */
    String sourceOrBegin(String topicId) {
        jdbc.sql("""
                        insert into projection_source (topic, topic_id) values (:topic, :topic_id)
                        on conflict do nothing
                        """)
                .param("topic", EventTopic.EVENTS)
                .param("topic_id", topicId)
                .update();
        return jdbc.sql("select topic_id from projection_source where topic = :topic")
                .param("topic", EventTopic.EVENTS)
                .query(String.class)
                .single();
    }

    /** The position of each partition; a new one starts at its given offset. */
    Map<Integer, LogPlace> findOrBegin(Map<Integer, Long> logStartOffsets) {
        List<Integer> partitions = List.copyOf(logStartOffsets.keySet());
        jdbc.sql("""
                        insert into projection_offsets (topic, log_partition, next_offset)
                        select :topic, * from unnest(:log_partition::int[], :next_offset::bigint[])
                        on conflict do nothing
                        """)
                .param("topic", EventTopic.EVENTS)
                .param("log_partition", SqlArrays.integer(partitions, partition -> partition))
                .param("next_offset", SqlArrays.bigint(partitions, logStartOffsets::get))
                .update();
        Map<Integer, LogPlace> places = new HashMap<>();
        jdbc.sql("""
                        select log_partition, next_offset, leader_epoch
                        from projection_offsets
                        where topic = :topic and log_partition = any (:log_partition::int[])
                        """)
                .param("topic", EventTopic.EVENTS)
                .param("log_partition", SqlArrays.integer(partitions, partition -> partition))
                .query(row -> {
                    places.put(row.getInt(1), new LogPlace(row.getLong(2), row.getObject(3, Integer.class)));
                });
        return places;
    }

    static void bindLock(ArrayParameters parameters, Collection<PartitionBatch> batches) throws SQLException {
        parameters.value(EventTopic.EVENTS).integer(batches, PartitionBatch::partition);
    }

    /**
     * @param locked what {@link #LOCK} found
     * @return digest of the prices; null where there are none yet
     * @throws FencedException if one of the partitions is not where its batch was read: another projector has taken it over
     */
    static @Nullable String requireAt(ResultSet locked, Collection<PartitionBatch> batches) throws SQLException {
        Map<Integer, Long> nextOffsets = new HashMap<>();
        String priceDigest = null;
        while (locked.next()) {
            nextOffsets.put(locked.getInt(1), locked.getLong(2));
            priceDigest = locked.getString("price_digest");
        }
        for (PartitionBatch batch : batches) {
            Long nextOffset = nextOffsets.get(batch.partition());
            if (nextOffset == null || nextOffset != batch.fromOffset()) {
                throw new FencedException(
                        batches.stream().map(PartitionBatch::partition).toList());
            }
        }
        return priceDigest;
    }

    /** @param counts of the batches, in their order */
    static void bindAdvance(
            ArrayParameters parameters, Collection<PartitionBatch> batches, Collection<BatchCounts> counts)
            throws SQLException {
        parameters
                .integer(batches, PartitionBatch::partition)
                .bigint(batches, PartitionBatch::nextOffset)
                .nullableInteger(batches, PartitionBatch::leaderEpoch)
                .bigint(counts, BatchCounts::projected)
                .bigint(counts, BatchCounts::duplicates)
                .bigint(counts, BatchCounts::conflicts)
                .bigint(counts, BatchCounts::deadLettered)
                .bigint(counts, BatchCounts::erased)
                .value(batches.size())
                .value(EventTopic.EVENTS);
    }
}
