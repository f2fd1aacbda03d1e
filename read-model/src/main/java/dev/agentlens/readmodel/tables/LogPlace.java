/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import org.jspecify.annotations.Nullable;

/**
 * The position of the projection of a partition.
 *
 * @param nextOffset of the next record to project
 * @param leaderEpoch of the last projected record; null before the first one. Lets the broker detect a log that was
 *     truncated and then extended (KIP-320).
 */
public record LogPlace(long nextOffset, @Nullable Integer leaderEpoch) {}
