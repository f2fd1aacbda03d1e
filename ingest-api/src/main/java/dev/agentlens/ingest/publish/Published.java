/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.publish;

import dev.agentlens.common.position.LogPosition;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A batch that is in the log.
 *
 * @param nextOffsets by partition of the events topic: the offset after the batch's last event there
 * @param position the same, with the log that it is a place in; null where the batch has no event there, or Kafka has
 *     not reported yet which log it is
 */
public record Published(
        Map<Integer, Long> nextOffsets, @Nullable LogPosition position) {}
