/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.projection;

import dev.agentlens.readmodel.log.DeadLetters;
import dev.agentlens.readmodel.log.TopicIdentity;
import dev.agentlens.readmodel.positions.PartitionPositions;
import dev.agentlens.readmodel.positions.StoppedPartitions;
import dev.agentlens.readmodel.progress.ProjectionHealth;
import dev.agentlens.readmodel.progress.ProjectionProgress;
import dev.agentlens.readmodel.progress.ProjectionTraces;
import dev.agentlens.readmodel.tables.ReadTables;
import dev.agentlens.readmodel.writing.BatchWriter;
import dev.agentlens.readmodel.writing.WriteBehind;
import java.util.concurrent.Executor;

/**
 * The connected parts that project the log into read tables, for the consumer group and for a replay.
 *
 * @param positions where reading of each partition continues
 * @param consumer applies what a poll returned
 */
public record Projection(PartitionPositions positions, EventConsumer consumer) {

    /** @param writers runs the transactions, while the consumer's thread reads on */
    public static Projection of(
            ReadTables tables,
            TopicIdentity topic,
            StoppedPartitions stopped,
            DeadLetters deadLetters,
            ProjectionProgress progress,
            ProjectionTraces traces,
            ProjectionHealth health,
            Executor writers) {
        PartitionPositions positions = new PartitionPositions(tables, topic, stopped, progress);
        BatchWriter writer = new BatchWriter(tables, deadLetters, progress, traces);
        return new Projection(
                positions, new EventConsumer(positions, new WriteBehind(writer, writers), deadLetters, health));
    }
}
