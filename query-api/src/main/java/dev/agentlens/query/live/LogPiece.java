/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.query.live;

import java.util.List;

/**
 * Events of one partition, in the order of the log.
 *
 * @param nextOffset where the next piece begins
 */
record LogPiece(List<LiveEvent> events, long nextOffset) {}
