/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.ingest.publish;

import java.util.Map;

/**
 * A batch that stands in the log.
 *
 * @param nextOffsets by partition of the events topic: the offset after the batch's last event there
 */
public record Published(Map<Integer, Long> nextOffsets) {}
