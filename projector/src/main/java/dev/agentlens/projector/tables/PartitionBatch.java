/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.projector.tables;

import dev.agentlens.projector.fold.LoggedEvent;
import java.util.List;

/**
 * What one poll brought of one partition.
 *
 * @param fromOffset where the projection of the partition stood when the batch was read
 * @param nextOffset where it stands after the batch
 * @param events in log order
 * @param deadLettered records of the batch that stand in the dead-letter topic instead
 */
public record PartitionBatch(
        int partition, long fromOffset, long nextOffset, List<LoggedEvent> events, int deadLettered) {}
