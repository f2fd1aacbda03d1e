/* SPDX-License-Identifier: Apache-2.0 */
package dev.agentlens.readmodel.tables;

import org.jspecify.annotations.Nullable;

/**
 * The position of the projection of a partition.
 *
 * @param nextOffset of the next record to project
 * @param leaderEpoch of the last projected record; null where none was projected yet. Lets the broker tell a log that was
 *     cut off and written on from one that just grew (KIP-320).
 */
public record LogPlace(long nextOffset, @Nullable Integer leaderEpoch) {}
