/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.tables;

import dev.agentlens.common.event.EventTopic;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table {@code projection_offsets}: where each partition's projection stands. */
final class OffsetTable {

    private final JdbcClient jdbc;

    OffsetTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The next offset to project, by partition; a partition seen for the first time begins at its given offset. */
    Map<Integer, Long> findOrBegin(Map<Integer, Long> logStartOffsets) {
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
        Map<Integer, Long> nextOffsets = new HashMap<>();
        jdbc.sql("""
                        select log_partition, next_offset
                        from projection_offsets
                        where topic = :topic and log_partition = any (:log_partition::int[])
                        """)
                .param("topic", EventTopic.EVENTS)
                .param("log_partition", SqlArrays.integer(partitions, partition -> partition))
                .query(row -> {
                    nextOffsets.put(row.getInt(1), row.getLong(2));
                });
        return nextOffsets;
    }

    /**
     * Moves each partition on from where its batch was read.
     *
     * @throws FencedException if one of them stands elsewhere by now: another projector has taken it over
     */
    void advance(Collection<PartitionBatch> batches) {
        int advanced = jdbc.sql("""
                        update projection_offsets as o
                        set next_offset = b.next_offset
                        from unnest(:log_partition::int[], :expected::bigint[], :next_offset::bigint[])
                            as b (log_partition, expected, next_offset)
                        where o.topic = :topic
                            and o.log_partition = b.log_partition
                            and o.next_offset = b.expected
                        """)
                .param("topic", EventTopic.EVENTS)
                .param("log_partition", SqlArrays.integer(batches, PartitionBatch::partition))
                .param("expected", SqlArrays.bigint(batches, PartitionBatch::fromOffset))
                .param("next_offset", SqlArrays.bigint(batches, PartitionBatch::nextOffset))
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
                            dead_lettered = o.dead_lettered + b.dead_lettered
                        from unnest(:log_partition::int[], :projected::bigint[], :duplicates::bigint[],
                                    :conflicts::bigint[], :dead_lettered::bigint[])
                            as b (log_partition, projected, duplicates, conflicts, dead_lettered)
                        where o.topic = :topic and o.log_partition = b.log_partition
                        """)
                .param("topic", EventTopic.EVENTS)
                .param("log_partition", SqlArrays.integer(counts, BatchCounts::partition))
                .param("projected", SqlArrays.bigint(counts, BatchCounts::projected))
                .param("duplicates", SqlArrays.bigint(counts, BatchCounts::duplicates))
                .param("conflicts", SqlArrays.bigint(counts, BatchCounts::conflicts))
                .param("dead_lettered", SqlArrays.bigint(counts, BatchCounts::deadLettered))
                .update();
    }
}
