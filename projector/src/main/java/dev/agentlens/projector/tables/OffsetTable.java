/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.tables;

import dev.agentlens.common.event.EventTopic;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The tables {@code projection_source} and {@code projection_offsets}: of which log this is a fold, and how far. */
final class OffsetTable {

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

    /** Where each partition stands; one seen for the first time begins at its given offset. */
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

    /**
     * Moves each partition on from where its batch was read.
     *
     * @throws FencedException if one of them stands elsewhere by now: another projector has taken it over
     */
    void advance(Collection<PartitionBatch> batches) {
        int advanced = jdbc.sql("""
                        update projection_offsets as o
                        set next_offset = b.next_offset, leader_epoch = coalesce(b.leader_epoch, o.leader_epoch)
                        from unnest(:log_partition::int[], :expected::bigint[], :next_offset::bigint[],
                                    :leader_epoch::int[])
                            as b (log_partition, expected, next_offset, leader_epoch)
                        where o.topic = :topic
                            and o.log_partition = b.log_partition
                            and o.next_offset = b.expected
                        """)
                .param("topic", EventTopic.EVENTS)
                .param("log_partition", SqlArrays.integer(batches, PartitionBatch::partition))
                .param("expected", SqlArrays.bigint(batches, PartitionBatch::fromOffset))
                .param("next_offset", SqlArrays.bigint(batches, PartitionBatch::nextOffset))
                .param("leader_epoch", SqlArrays.integer(batches, PartitionBatch::leaderEpoch))
                .update();
        if (advanced != batches.size()) {
            throw new FencedException(
                    batches.stream().map(PartitionBatch::partition).toList());
        }
    }

    /** Adds to the partitions' counters. */
    void count(Collection<BatchCounts> counts) {
        jdbc.sql("""
                        update projection_offsets as o
                        set projected = o.projected + b.projected,
                            duplicates = o.duplicates + b.duplicates,
                            conflicts = o.conflicts + b.conflicts,
                            dead_lettered = o.dead_lettered + b.dead_lettered,
                            erased = o.erased + b.erased
                        from unnest(:log_partition::int[], :projected::bigint[], :duplicates::bigint[],
                                    :conflicts::bigint[], :dead_lettered::bigint[], :erased::bigint[])
                            as b (log_partition, projected, duplicates, conflicts, dead_lettered, erased)
                        where o.topic = :topic and o.log_partition = b.log_partition
                        """)
                .param("topic", EventTopic.EVENTS)
                .param("log_partition", SqlArrays.integer(counts, BatchCounts::partition))
                .param("projected", SqlArrays.bigint(counts, BatchCounts::projected))
                .param("duplicates", SqlArrays.bigint(counts, BatchCounts::duplicates))
                .param("conflicts", SqlArrays.bigint(counts, BatchCounts::conflicts))
                .param("dead_lettered", SqlArrays.bigint(counts, BatchCounts::deadLettered))
                .param("erased", SqlArrays.bigint(counts, BatchCounts::erased))
                .update();
    }
}
